import Dispatch
import Maildir
import OpenSSL
import Synchronization

/// Message files of one account, to be read by one thread.
struct Portion: Sendable {
  /// Which account, by the order in which they are looked at.
  let account: Int
  let maildir: Maildir
  let files: [FileToRead]
}

/// What became of a portion.
struct PortionRead: Sendable {
  let account: Int
  let files: [(file: FileToRead, outcome: Result<FileHash, FileFailure>)]
}

/// Threads that read and hash files side by side.
///
/// One thread hands portions in and takes what was read out; some portions wait and no more, so that memory
/// does not grow with the archive. Letting go of the crew ends its threads.
struct HashingCrew: ~Copyable {
  private let bench = Workbench()
  private let threads: [FileThread]
  private var underWay = 0

  /// - Parameter isGentle: the threads work with what others leave.
  init(threads count: Int, isGentle: Bool) {
    threads = (0..<count).compactMap { [bench] _ in
      FileThread.start {
        if isGentle { FileThread.yieldToOthers() }
        bench.work(once: false)
      }
    }
  }

  deinit {
    bench.close(threads.count)
    for thread in threads { thread.join() }
  }

  /// Hands a portion in. Returns one that was read, once enough wait.
  mutating func submit(_ portion: Portion) -> PortionRead? {
    bench.put(portion)
    underWay += 1
    return underWay > 3 * threads.count ? next() : nil
  }

  /// Waits for a portion that was read; nil where none is under way.
  mutating func next() -> PortionRead? {
    guard underWay > 0 else { return nil }
    underWay -= 1
    // The system gave no thread: this one reads.
    if threads.isEmpty { bench.work(once: true) }
    return bench.take()
  }
}

/// Where a crew's portions lie.
private final class Workbench: Sendable {
  private struct State {
    var waiting: [Portion] = []
    var done: [PortionRead] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let filled = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)

  func put(_ portion: Portion) {
    state.withLock { $0.waiting.append(portion) }
    filled.signal()
  }

  func take() -> PortionRead? {
    finished.wait()
    return state.withLock { $0.done.popLast() }
  }

  /// Lets the threads end; what waits is not read any more.
  func close(_ threads: Int) {
    state.withLock { $0.isClosed = true }
    for _ in 0..<threads { filled.signal() }
  }

  func work(once: Bool) {
    var reader = HashingReader()
    while let portion = nextPortion() {
      let read = PortionRead(
        account: portion.account,
        files: portion.files.map { ($0, reader.read($0, in: portion.maildir)) })
      state.withLock { $0.done.append(read) }
      finished.signal()
      if once { return }
    }
  }

  private func nextPortion() -> Portion? {
    filled.wait()
    return state.withLock { state in
      state.isClosed || state.waiting.isEmpty ? nil : state.waiting.removeFirst()
    }
  }
}
