import Dispatch
import Maildir
import Synchronization

/// Waits for a file system that may never answer: one that a program serves, or another machine.
enum Patience {
  /// A disk at rest takes some seconds to turn again.
  private static let limit: DispatchTimeInterval = .seconds(15)
  /// What was asked and has not answered yet: nobody asks it again meanwhile.
  private static let waiting = Mutex<Set<String>>([])

  /// What `body` says of the file system mounted at `path`; nil where that takes too long. It is asked on a thread that is
  /// left alone then.
  static func ask<Answer: Sendable>(_ path: String, _ body: @escaping @Sendable () -> Answer) -> Answer? {
    guard waiting.withLock({ $0.insert(path).inserted }) else { return nil }
    let answer = Slot<Answer>()
    let isThere = DispatchSemaphore(value: 0)
    let thread = FileThread.start {
      answer.set(body())
      _ = waiting.withLock { $0.remove(path) }
      isThere.signal()
    }
    guard let thread else {
      _ = waiting.withLock { $0.remove(path) }
      return nil
    }
    guard isThere.wait(timeout: .now() + limit) == .success else {
      thread.leave()
      return nil
    }
    thread.join()
    return answer.value
  }

  private final class Slot<Value: Sendable>: Sendable {
    private let slot = Mutex<Value?>(nil)
    func set(_ value: Value) { slot.withLock { $0 = value } }
    var value: Value? { slot.withLock { $0 } }
  }
}
