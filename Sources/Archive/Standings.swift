package import MailIndex
import SystemPackage

/// How an account stands: what it has, and how its last runs went.
package struct AccountStanding: Sendable {
  package let totals: AccountTotals
  package let lastRun: RunRow?
  /// When a run last ended without an error, in seconds since 1970 UTC.
  package let lastSuccess: Int64?
  package let failuresInARow: Int
  /// Messages on the server at the last listing; nil before the first.
  package let listed: Int?
}

extension Archive {
  /// The standing of each account, by name.
  package func standings() throws -> [String: AccountStanding] {
    try ArchiveFailure.explaining(root.string) {
      let lastRuns = try index.lastRuns()
      var standings: [String: AccountStanding] = [:]
      for (id, name) in try index.accounts() {
        let streak = try index.streak(id)
        standings[name] = AccountStanding(
          totals: try index.totals(id), lastRun: lastRuns[id], lastSuccess: streak.lastSuccess,
          failuresInARow: streak.failures, listed: try index.memory(id).map { Int($0.count) })
      }
      return standings
    }
  }
}
