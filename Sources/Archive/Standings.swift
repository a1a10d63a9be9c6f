package import MailIndex
import SystemPackage

/// How an account stands: what it has, and how its last runs went.
package struct AccountStanding: Sendable {
  package let totals: AccountTotals
  package let lastRun: RunRow?
  /// How its runs have gone.
  package let row: StandingRow
  /// Messages on the server at the last listing; nil before the first.
  package let onServer: Int?
}

extension Archive {
  /// The standing of each account, by name.
  package func standings() throws -> [String: AccountStanding] {
    try ArchiveFailure.explaining(root.string) {
      let lastRuns = try index.lastRuns()
      let totals = try index.totals()
      let rows = try index.standings()
      let counts = try index.rememberedCounts()
      var standings: [String: AccountStanding] = [:]
      for (id, name) in try index.accounts() {
        standings[name] = AccountStanding(
          totals: totals[id] ?? AccountTotals(), lastRun: lastRuns[id], row: rows[id] ?? StandingRow(),
          onServer: counts[id] ?? lastRuns[id].flatMap { $0.failure == nil ? $0.listed : nil })
      }
      return standings
    }
  }

  /// What was last seen of an account's mailbox; nil where the account was never served.
  package func memory(ofAccount name: String) throws -> MailboxMemory? {
    try ArchiveFailure.explaining(root.string) {
      guard let id = try index.accounts().first(where: { $0.name == name })?.id else { return nil }
      return try index.memory(id)
    }
  }
}
