import Maildir
import Synchronization

/// Work on many small things by several threads, each with tools of its own.
enum SideBySide {
  /// Calls `body` once for each of `0..<count`, on up to `threads` threads, the calling one among them.
  ///
  /// The first failure keeps what has not begun from beginning, and is thrown once all have ended.
  static func run<Tools: ~Copyable>(
    _ count: Int, threads: Int, tools: @escaping @Sendable () -> Tools,
    _ body: @escaping @Sendable (inout Tools, Int) throws -> Void
  ) throws {
    let pile = Pile(count)
    let work: @Sendable () -> Void = {
      var tools = tools()
      while let index = pile.take() {
        do { try body(&tools, index) } catch { pile.fail(error) }
      }
    }
    // Where no thread is to be had, fewer do the work.
    let others = (1..<max(1, min(threads, count))).compactMap { _ in FileThread.start(work) }
    work()
    for thread in others { thread.join() }
    if let failure = pile.failure { throw failure }
  }

  private final class Pile: Sendable {
    private let count: Int
    private let next = Atomic(0)
    private let first = Mutex<(any Error)?>(nil)

    init(_ count: Int) { self.count = count }

    func take() -> Int? {
      guard first.withLock({ $0 == nil }) else { return nil }
      let index = next.add(1, ordering: .relaxed).oldValue
      return index < count ? index : nil
    }

    func fail(_ error: any Error) { first.withLock { $0 = $0 ?? error } }

    var failure: (any Error)? { first.withLock { $0 } }
  }
}
