import Dispatch
import Maildir
import Synchronization

/// Reads for search what runs archive, beside them and with what they leave of the machine.
///
/// Nothing waits for it, and whatever ends it loses nothing: the next reading goes on from there.
package final class SearchKeeper: Sendable {
  /// Lends the archive to `body` for as long as that runs, or not at all where it is away.
  package typealias Lender = @Sendable (_ body: (Archive) throws -> Void) throws -> Void

  private struct State {
    /// Messages that runs under way have archived, by account.
    var fetched: [String: Int] = [:]
    var isDue = false
    var isEnding = false
  }

  /// Octets of words that are gathered; a program that fetches stays small.
  private static let memory = 2 << 20
  /// New messages that are worth a reading while more arrive.
  private static let worthReading = 2_000
  /// Messages after which a reading looks whether it is to end.
  private static let batch = 250
  /// Octets that stay free on the disk beside those that the owner wants to keep: mail comes first.
  private static let reserve: Int64 = 64 << 20

  private let state = Mutex(State())
  private let called = DispatchSemaphore(value: 0)
  private let lend: Lender
  private let isWanted: @Sendable () -> Bool
  private let minFree: @Sendable (_ total: Int64) -> Int64
  private let failed: @Sendable (any Error) -> Void
  private let thread = Mutex<FileThread?>(nil)

  /// - Parameters:
  ///   - isWanted: false where the archive is to be let go of.
  ///   - minFree: what is to stay free of a disk of so many octets.
  ///   - failed: is told why a reading ended early; it is tried again at the next call.
  package init(
    lending lend: @escaping Lender, while isWanted: @escaping @Sendable () -> Bool = { true },
    minFree: @escaping @Sendable (_ total: Int64) -> Int64 = { _ in 0 },
    failed: @escaping @Sendable (any Error) -> Void
  ) {
    self.lend = lend
    self.isWanted = isWanted
    self.minFree = minFree
    self.failed = failed
  }

  /// Says how many messages a run has archived so far, with more to follow.
  package func note(fetched: Int, for account: String) {
    let isMuch = state.withLock { state in
      state.fetched[account] = fetched
      guard state.fetched.values.reduce(0, +) >= Self.worthReading else { return false }
      state.fetched = [:]
      state.isDue = true
      return true
    }
    if isMuch { wake() }
  }

  /// Says that messages have been archived, and none will follow soon.
  package func noteEnd() {
    state.withLock { $0.isDue = true }
    wake()
  }

  private func wake() {
    thread.withLock { thread in
      if thread == nil { thread = FileThread.start { [self] in work() } }
    }
    called.signal()
  }

  /// Ends the reading. What was not read yet is read by whoever searches next.
  package func end() {
    state.withLock { $0.isEnding = true }
    called.signal()
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
  }

  private func work() {
    FileThread.yieldToOthers()
    while true {
      called.wait()
      let now = state.withLock { state in
        let now = state
        state.isDue = false
        return now
      }
      if now.isEnding { return }
      if now.isDue { read() }
    }
  }

  private func read() {
    do {
      try lend { archive in
        guard try hasRoom(archive) else { return }
        // This thread gets what others leave of the machine: the archive may be elsewhere since it was lent.
        guard archive.isInPlace else { return }
        // By a connection of its own: whoever archives shares none with it.
        let reader = try Archive.open(archive.root, for: .reading, expecting: archive.marker.id)
        _ = try reader.readForSearch(memory: Self.memory, batch: Self.batch) { _ in goesOn(archive) }
      }
    } catch { failed(error) }
  }

  private func goesOn(_ archive: Archive) -> Bool {
    guard isWanted(), !state.withLock({ $0.isEnding }) else { return false }
    // What cannot be told is not relied on.
    do { return try hasRoom(archive) } catch { return false }
  }

  private func hasRoom(_ archive: Archive) throws -> Bool {
    let space = try archive.freeSpace()
    return space.free - minFree(space.total) >= Self.reserve
  }
}
