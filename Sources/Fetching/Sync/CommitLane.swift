import Archive
import Dispatch
import POP3
import Synchronization

/// A message that has arrived whole and waits to be made durable.
struct Arrived: Sendable {
  let listed: ListedMessage
  let pending: PendingMessage
}

/// What has become durable and recorded since it was last asked.
struct Landed: Sendable {
  /// The messages' numbers: four octets each, whatever the mailbox.
  var numbers: [MessageNumber] = []
  /// The rows of their copies.
  var copyIDs: [Int64] = []
  /// Octets as they came over the wire.
  var octets: Int64 = 0
  var duplicates = 0
  /// The rows of the first messages that are new here.
  var firstStored: [Int64] = []
  /// The tickets to delete them; empty where the policy deletes nothing.
  var copies: [ListedCopy] = []
}

/// Makes one batch durable while the session reads the next.
///
/// The session's thread submits; the lane's thread, which begins with the first batch, commits, one batch after the
/// other, in the order they came. One batch may wait: memory holds three at most (being read, waiting, being committed). Once a
/// commit has failed, nothing more is committed and every later call throws that failure.
final class CommitLane: Sendable {
  private enum Work {
    case batch([Arrived])
    case barrier
    case close
  }

  private struct State {
    var waiting: Work?
    var isBusy = false
    var isStarted = false
    var claims = Claims()
    var landed = Landed()
    var failure: (any Error)?
  }

  private let account: AccountArchive
  private let clock: SyncClock
  private let keepsTickets: Bool
  private let state = Mutex(State())
  private let vacant = DispatchSemaphore(value: 1)
  private let filled = DispatchSemaphore(value: 0)
  private let reached = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let start: @Sendable (@escaping @Sendable () -> Void) -> Void

  /// - Parameters:
  ///   - keepsTickets: true where the policy may delete what lands.
  ///   - start: runs what it is given on a thread of its own.
  init(
    account: AccountArchive, clock: SyncClock, keepsTickets: Bool,
    start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void
  ) {
    self.account = account
    self.clock = clock
    self.keepsTickets = keepsTickets
    self.start = start
  }

  /// Sets what this session's listing has recognised, before the first batch of the session.
  func begin(claims: Claims) { state.withLock { $0.claims = claims } }

  /// Hands over a batch; waits while an earlier one still waits for the disk.
  func submit(_ batch: [Arrived]) throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
    if !batch.isEmpty { put(.batch(batch)) }
  }

  /// True while the lane has nothing to do: a small batch may go at once.
  var isIdle: Bool { state.withLock { $0.waiting == nil && !$0.isBusy } }

  /// Waits until everything submitted is durable, and gives what has landed since the last call.
  func settle() throws -> Landed {
    guard state.withLock({ $0.isStarted }) else { return Landed() }
    put(.barrier)
    reached.wait()
    return try state.withLock { state in
      if let failure = state.failure { throw failure }
      defer { state.landed = Landed() }
      return state.landed
    }
  }

  /// Ends the lane's thread once everything submitted is done.
  func close() {
    guard state.withLock({ $0.isStarted }) else { return }
    put(.close)
    ended.wait()
  }

  /// The lane's thread: commits until `close`.
  private func run() {
    defer { ended.signal() }
    while let work = next() {
      switch work {
      case .batch(let batch): commit(batch)
      case .barrier: reached.signal()
      case .close: return
      }
      state.withLock { $0.isBusy = false }
    }
  }

  private func put(_ work: Work) {
    vacant.wait()
    let isFirst = state.withLock { state in
      state.waiting = work
      defer { state.isStarted = true }
      return !state.isStarted
    }
    filled.signal()
    if isFirst { start { self.run() } }
  }

  private func next() -> Work? {
    filled.wait()
    let work = state.withLock { state in
      defer { state.waiting = nil }
      state.isBusy = true
      return state.waiting
    }
    vacant.signal()
    return work
  }

  private func commit(_ batch: [Arrived]) {
    guard state.withLock({ $0.failure == nil }) else { return }
    do {
      var claims = state.withLock { $0.claims }
      let committed = try account.commit(batch.map(\.pending), claims: &claims, now: clock.now())
      state.withLock { [claims] state in
        state.claims = claims
        for (arrived, message) in zip(batch, committed) { note(arrived.listed, message, in: &state.landed) }
      }
    } catch {
      state.withLock { $0.failure = error }
    }
  }

  private func note(_ listed: ListedMessage, _ message: Committed, in landed: inout Landed) {
    landed.numbers.append(listed.number)
    landed.copyIDs.append(message.archived.copyID)
    landed.octets += message.archived.wireOctets
    if message.isDuplicate {
      landed.duplicates += 1
    } else if landed.firstStored.count < AccountReport.mostStored {
      landed.firstStored.append(message.archived.messageID)
    }
    guard keepsTickets else { return }
    landed.copies.append(
      ListedCopy(number: listed.number, message: message.archived, octets: listed.octets, isFresh: true))
  }
}
