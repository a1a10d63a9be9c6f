package import Archive
import MailIndex
package import Settings

/// How one account stands: its last run, what is stored, what is on the server.
package struct Status: Sendable {
  package enum State: String, Sendable {
    case ok, failing, disabled
    /// No run yet.
    case waiting
  }

  package let name: String
  package let state: State
  /// Seconds since 1970 UTC.
  package let lastRun: Int64?
  package let lastSuccess: Int64?
  package let errorsInARow: Int
  package let stored: Int
  package let storedOctets: Int64
  /// Messages on the server at the last listing; nil before the first.
  package let onServer: Int?
  package let setAside: Int
  package let lastError: Problem?

  /// The standing of each account of the configuration, read from the index.
  package static func of(_ accounts: [Account], in archive: Archive) throws -> [Status] {
    let standings = try archive.standings()
    return accounts.map { account in
      let standing = standings[account.name]
      return Status(
        name: account.name, state: state(of: account, standing), lastRun: standing?.lastRun?.endedAt,
        lastSuccess: standing?.row.lastSuccess, errorsInARow: standing?.row.failures ?? 0,
        stored: standing?.totals.messages ?? 0, storedOctets: standing?.totals.size ?? 0,
        onServer: standing?.listed, setAside: standing?.totals.setAside ?? 0,
        lastError: standing?.lastRun?.failure.map(Problem.init(recorded:)))
    }
  }

  private static func state(of account: Account, _ standing: AccountStanding?) -> State {
    if !account.enabled { return .disabled }
    guard let run = standing?.lastRun else { return .waiting }
    return run.failure == nil ? .ok : .failing
  }
}

extension Problem {
  /// A problem as the index kept it.
  init(recorded failure: RunRow.Failure) {
    self.init(
      Class(rawValue: failure.kind) ?? .bug, failure.message, hint: "", temporary: failure.isTemporary)
  }
}
