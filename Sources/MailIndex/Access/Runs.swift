import GRDB

extension MailIndex {
  /// Runs that are kept of each account.
  package static let keptRuns = 1000

  /// Records a run; the account's oldest go when there are more than `keptRuns`.
  package func recordRun(_ run: RunRow, for account: AccountID) throws(IndexFailure) {
    try connections.write { database in
      try insert(run, account, database)
      var removal = try Prepared(
        """
        DELETE FROM runs WHERE account = ?1 AND id <= (
          SELECT id FROM runs WHERE account = ?1 ORDER BY id DESC LIMIT 1 OFFSET \(Self.keptRuns))
        """, in: database)
      try removal.bind(account)
      try removal.run()
    }
  }

  /// The last run of each account that has one.
  package func lastRuns() throws(IndexFailure) -> [AccountID: RunRow] {
    try connections.read { database in
      let query = try Prepared(
        """
        SELECT started_at, ended_at, listed, known, fetched, octets, duplicates, set_aside, deleted,
          error_class, error_message, error_is_temporary, account
        FROM runs WHERE id IN (SELECT max(id) FROM runs GROUP BY account)
        """, in: database)
      var runs: [AccountID: RunRow] = [:]
      while try query.step() { runs[AccountID(query.integer(12))] = row(query) }
      return runs
    }
  }

  private func insert(_ run: RunRow, _ account: AccountID, _ database: Database) throws {
    var insertion = try Prepared(
      """
      INSERT INTO runs (account, started_at, ended_at, listed, known, fetched, octets, duplicates, set_aside,
        deleted, error_class, error_message, error_is_temporary)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, in: database)
    try insertion.bind(account)
    try insertion.bind(run.startedAt)
    try insertion.bind(run.endedAt)
    try insertion.bind(run.listed)
    try insertion.bind(run.known)
    try insertion.bind(run.fetched)
    try insertion.bind(run.octets)
    try insertion.bind(run.duplicates)
    try insertion.bind(run.setAside)
    try insertion.bind(run.deleted)
    try insertion.bind(run.failure?.kind)
    try insertion.bind(run.failure?.message)
    try insertion.bind(run.failure.map { $0.isTemporary ? 1 as Int64 : 0 })
    try insertion.run()
  }

  private func row(_ query: borrowing Prepared) -> RunRow {
    var run = RunRow(startedAt: query.integer(0), endedAt: query.integer(1))
    run.listed = Int(query.integer(2))
    run.known = Int(query.integer(3))
    run.fetched = Int(query.integer(4))
    run.octets = query.integer(5)
    run.duplicates = Int(query.integer(6))
    run.setAside = Int(query.integer(7))
    run.deleted = Int(query.integer(8))
    if let kind = query.textIfAny(9) {
      run.failure = .init(kind: kind, message: query.text(10), isTemporary: query.boolean(11))
    }
    return run
  }
}
