import Synchronization

/// Flushes many files, several at a time: a disk that is asked for one thing after the other mostly waits.
final class ParallelFlush: Sendable {
  /// Threads, the calling one among them.
  private static let width = 8

  private let names: [String]
  private let folder: OpenFolder
  private let next = Atomic(0)
  private let failure = Mutex<FileFailure?>(nil)

  private init(_ names: [String], in folder: OpenFolder) {
    self.names = names
    self.folder = folder
  }

  /// Returns when the data of all of `names` is on the disk; throws the first failure.
  static func run(_ names: [String], in folder: OpenFolder) throws(FileFailure) {
    let flush = ParallelFlush(names, in: folder)
    // Where no thread is to be had, fewer do the work.
    let threads = (1..<width).compactMap { _ in FileThread.start { flush.work() } }
    flush.work()
    for thread in threads { thread.join() }
    if let failure = flush.failure.withLock({ $0 }) { throw failure }
  }

  private func work() {
    while failure.withLock({ $0 == nil }) {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < names.count else { return }
      do throws(FileFailure) {
        try folder.open(names[index]).flush()
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
  }
}
