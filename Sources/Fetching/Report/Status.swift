package import Archive
import MailIndex
package import Settings

/// How one account stands: its last run, what is stored, what is on the server.
package struct Status: Sendable, Codable {
  package enum State: String, Sendable, Codable {
    case ok, failing, disabled
    /// No run yet.
    case waiting
    /// A run goes on.
    case running
    /// Its log-in was refused so often that it is not tried again before something has changed.
    case paused
  }

  package let name: String
  package let state: State
  /// Seconds since 1970 UTC.
  package let lastRun: Int64?
  package let lastSuccess: Int64?
  /// When a daemon runs it next; nil: none does, or nobody knows.
  package let nextRun: Int64?
  package let errorsInARow: Int
  package let stored: Int
  package let storedOctets: Int64
  /// Messages on the server at the last listing; nil before the first.
  package let onServer: Int?
  /// Of these, messages that are not archived; what another fetcher had fetched waits for nothing.
  package let backlog: Int?
  package let setAside: Int
  /// Messages whose file was damaged or missing when it was last looked at.
  package let damaged: Int
  package let lastError: Problem?

  /// The standing of each account of the configuration, read from the index.
  ///
  /// - Parameter schedule: how an account stands in the schedule of a daemon; nil: there is none.
  package static func of(
    _ accounts: [Account], in archive: Archive, schedule: (String) -> ScheduleState? = { _ in nil }
  ) throws -> [Status] {
    let standings = try archive.standings()
    return accounts.map { Status($0, standings[$0.name], schedule($0.name)) }
  }

  /// - Parameters:
  ///   - standing: what the archive has of the account; nil: nothing.
  ///   - problem: a failure that could not be recorded.
  package init(
    _ account: Account, _ standing: AccountStanding?, _ schedule: ScheduleState?, problem: Problem? = nil
  ) {
    let row = standing?.row
    name = account.name
    lastRun = standing?.lastRun?.endedAt
    lastSuccess = row?.lastSuccess
    nextRun = schedule?.nextRun
    errorsInARow = row?.failures ?? 0
    stored = standing?.totals.messages ?? 0
    storedOctets = standing?.totals.size ?? 0
    onServer = standing?.onServer
    backlog = standing.flatMap { standing in
      standing.onServer.map { max(0, $0 - standing.totals.onServer - standing.totals.seenElsewhere) }
    }
    setAside = standing?.totals.setAside ?? 0
    damaged = standing?.totals.notStored ?? 0
    lastError = problem ?? standing?.lastRun?.failure.map(Problem.init(recorded:))
    let isPaused =
      schedule?.isPaused ?? row.map { Timetable.isPaused($0, logIn: account.logInMark) } ?? false
    state =
      if !account.enabled && schedule?.isRunning != true {
        .disabled
      } else if schedule?.isRunning == true {
        .running
      } else if isPaused {
        .paused
      } else if lastError != nil {
        .failing
      } else {
        standing?.lastRun == nil ? .waiting : .ok
      }
  }
}

extension Problem {
  /// A problem as the index kept it.
  init(recorded failure: RunRow.Failure) {
    self.init(
      Class(rawValue: failure.kind) ?? .bug, failure.message, hint: "", temporary: failure.isTemporary)
  }
}
