package import MailIndex

extension AccountArchive {
  /// The last run of this account that is on record; nil: none yet.
  package func lastRun() throws -> RunRow? { try explaining { try archive.index.lastRuns()[id] } }
}
