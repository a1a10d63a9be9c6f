package import Backup
package import Fetching
import Glibc
package import MailIndex

/// Asks a running daemon.
package struct ControlClient: ~Copyable {
  private var connection: Connection

  private init(_ connection: consuming Connection) { self.connection = connection }

  /// Nil where no daemon answers at `path`, or one of another user's.
  package static func reach(socket path: String) -> ControlClient? {
    do throws(ListenFailure) {
      let connection = try Connection.connect(unix: path, patience: .seconds(600))
      // A socket in a folder that others can write to may be anybody's.
      let peer = connection.peer
      let isOurs = peer.map { $0.user == geteuid() || $0.user == 0 || geteuid() == 0 } ?? false
      return isOurs ? ControlClient(connection) : nil
    } catch { return nil }
  }

  /// Has accounts synced, and calls `show` with all that happens until every one of them has ended.
  ///
  /// - Parameter isWanted: asked a few times a second; false ends the watching, and the runs go on.
  /// - Returns: the reports, in the order of their ends.
  package mutating func fetch(
    _ accounts: [String], isRehearsal: Bool, isWanted: () -> Bool = { true },
    show: (_ account: String, _ event: SyncEvent) -> Void
  ) throws -> [AccountReport] {
    try send(.fetch(accounts: accounts, isRehearsal: isRehearsal))
    var reports: [AccountReport] = []
    while let answer = try next(isWanted) {
      switch answer {
      case .event(let account, let event):
        show(account, event)
        if case .finished(let report) = event { reports.append(report) }
      case .refused(let problem): throw problem
      case .done: return reports
      case .status, .drive, .driveEnded: break
      }
    }
    throw isWanted() ? Self.lost : Self.left
  }

  /// Has the daemon note what a verification found out about files; the first of very many.
  package mutating func note(_ marks: [FileMark]) throws {
    try send(.note(marks: Array(marks.prefix(20_000))))
    _ = try next { true }
  }

  /// How the daemon and its accounts stand.
  package mutating func status() throws -> DaemonStatus {
    try send(.status)
    switch try next({ true }) {
    case .status(let status): return status
    case .refused(let problem): throw problem
    case .event, .drive, .driveEnded, .done, nil: throw Self.lost
    }
  }

  /// What a run with a drive came to, and why it failed where it did.
  package typealias DriveOutcome = (report: DriveReport, problem: Problem?)

  /// Has drives copied to, by names or paths, or of none all that are attached; calls `show` with all that happens until
  /// every one of them has ended. A run that goes on with one of them is shown, and is the answer.
  ///
  /// - Parameters:
  ///   - verifies: what is copied is read back.
  ///   - isWanted: asked a few times a second; false ends the watching, and the runs go on.
  /// - Returns: what became of each, in the order of their ends; one that could not be used is among them, with its
  ///   problem.
  /// - Throws: a `Problem`: no drive is attached or was ever added, the archive cannot be used, the daemon is lost.
  package mutating func backup(
    _ drives: [String], verifies: Bool, isWanted: () -> Bool = { true },
    show: (_ drive: String, _ event: DriveEvent) -> Void
  ) throws -> [DriveOutcome] {
    try send(.backup(drives: drives, verifies: verifies))
    return try outcomes(isWanted, show)
  }

  /// Has what is on a drive read and compared, all or a share; the same otherwise.
  package mutating func verifyDrive(
    _ drive: String, share: Double?, isWanted: () -> Bool = { true },
    show: (_ drive: String, _ event: DriveEvent) -> Void
  ) throws -> DriveOutcome {
    try send(.verifyDrive(drive: drive, share: share))
    guard let outcome = try outcomes(isWanted, show).first else { throw Self.lost }
    return outcome
  }

  /// Has the daemon look for drives, as after one was added while it was mounted.
  package mutating func lookForDrives() throws {
    try send(.lookForDrives)
    _ = try next { true }
  }

  /// Has the daemon count no more on a drive.
  package consuming func forgetDrive(_ name: String) throws {
    try send(.forgetDrive(name))
    switch try next({ true }) {
    case .refused(let problem): throw problem
    case .done: return
    case .event, .status, .drive, .driveEnded, nil: throw Self.lost
    }
  }

  private mutating func outcomes(
    _ isWanted: () -> Bool, _ show: (_ drive: String, _ event: DriveEvent) -> Void
  ) throws -> [DriveOutcome] {
    var outcomes: [DriveOutcome] = []
    while let answer = try next(isWanted) {
      switch answer {
      case .drive(let name, let event): show(name, event)
      case .driveEnded(let report, let problem): outcomes.append((report, problem))
      case .refused(let problem): throw problem
      case .done: return outcomes
      case .event, .status: break
      }
    }
    throw isWanted() ? Self.lost : Self.left
  }

  private func send(_ request: ControlRequest) throws {
    do { try connection.write(ControlLine.encode(request)) } catch is ConnectionFailure { throw Self.lost }
  }

  private mutating func next(_ isWanted: () -> Bool) throws -> ControlAnswer? {
    while isWanted() {
      do throws(ConnectionFailure) {
        guard try connection.waitForOctets(within: .milliseconds(200)) else { continue }
        guard let line = try connection.readLine(limit: ControlLine.longestAnswer) else { return nil }
        return try decode(line)
      } catch .timedOut { continue } catch { return nil }
    }
    return nil
  }

  private func decode(_ line: [UInt8]) throws(ConnectionFailure) -> ControlAnswer {
    do { return try ControlLine.decode(line, as: ControlAnswer.self) } catch { throw .closed }
  }

  private static let lost = Problem(
    .tryAgain, "The daemon has ended, or is of another version.",
    hint: "See 'popkeep status'; what it fetched is safe.", temporary: true)
  private static let left = Problem(
    .tryAgain, "No longer watching; the daemon goes on.", hint: "See 'popkeep status'.", temporary: true)
}
