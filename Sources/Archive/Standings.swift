package import MailIndex
import SystemPackage

/// How an account stands: what it has, and how its last runs went.
package struct AccountStanding: Sendable {
  package let totals: AccountTotals
  package let lastRun: RunRow?
  /// How its runs have gone.
  package let row: StandingRow
  /// Messages on the server at the last listing; nil before the first.
  package let listed: Int?
}

extension Archive {
  /// The standing of each account, by name.
  package func standings() throws -> [String: AccountStanding] {
    try ArchiveFailure.explaining(root.string) {
      let lastRuns = try index.lastRuns()
      let totals = try index.totals()
      let rows = try index.standings()
      var standings: [String: AccountStanding] = [:]
      for (id, name) in try index.accounts() {
        standings[name] = AccountStanding(
          totals: totals[id] ?? AccountTotals(), lastRun: lastRuns[id], row: rows[id] ?? StandingRow(),
          listed: try index.memory(id).map { Int($0.count) })
      }
      return standings
    }
  }
}
