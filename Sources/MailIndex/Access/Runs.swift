import GRDB

extension MailIndex {
  /// Runs that are kept of each account.
  package static let keptRuns = 500

  /// Records a run, and how the account stands after it, in one transaction; the account's oldest runs go when there
  /// are more than `keptRuns`.
  ///
  /// A run in which nothing happened takes the place of one before it that was the same: a daemon that looks every few
  /// minutes would fill the index with them.
  /// - Parameters:
  ///   - isRefusal: the run failed because the server refused the log-in.
  ///   - logIn: what tells this log-in from others.
  /// - Returns: how the account stands now.
  @discardableResult
  package func recordRun(
    _ run: RunRow, for account: AccountID, isRefusal: Bool = false, logIn: String? = nil
  ) throws(IndexFailure) -> StandingRow {
    try connections.note { database in
      let last = try lastRun(account, in: database)
      if let last, run.continues(last.run) {
        try replace(last.id, by: run, database)
      } else {
        try insert(run, account, database)
        try removeOldest(account, database)
      }
      let standing = try standing(account, in: database)
        .after(failed: run.failure == nil ? nil : isRefusal, logIn: logIn, now: run.endedAt)
      try set(standing, account, in: database)
      return standing
    }
  }

  /// The last run of the account; nil: none yet.
  package func lastRun(_ account: AccountID) throws(IndexFailure) -> RunRow? {
    try connections.read { try lastRun(account, in: $0)?.run }
  }

  /// The last run of each account that has one.
  package func lastRuns() throws(IndexFailure) -> [AccountID: RunRow] {
    try connections.read { database in
      let query = try Prepared(
        """
        SELECT \(columns), account FROM runs
        WHERE id IN (SELECT (SELECT max(id) FROM runs WHERE account = a.id) FROM accounts a)
        """, in: database)
      var runs: [AccountID: RunRow] = [:]
      while try query.step() { runs[AccountID(query.integer(12))] = row(query) }
      return runs
    }
  }

  private func lastRun(_ account: AccountID, in database: Database) throws -> (id: Int64, run: RunRow)? {
    var query = try Prepared(
      "SELECT \(columns), id FROM runs WHERE account = ? ORDER BY id DESC LIMIT 1", in: database)
    try query.bind(account)
    return try query.step() ? (query.integer(12), row(query)) : nil
  }

  private func replace(_ id: Int64, by run: RunRow, _ database: Database) throws {
    var change = try Prepared("UPDATE runs SET started_at = ?, ended_at = ? WHERE id = ?", in: database)
    try change.bind(run.startedAt)
    try change.bind(run.endedAt)
    try change.bind(id)
    try change.run()
  }

  private func removeOldest(_ account: AccountID, _ database: Database) throws {
    var removal = try Prepared(
      """
      DELETE FROM runs WHERE account = ?1 AND id <= (
        SELECT id FROM runs WHERE account = ?1 ORDER BY id DESC LIMIT 1 OFFSET \(Self.keptRuns))
      """, in: database)
    try removal.bind(account)
    try removal.run()
  }

  private func insert(_ run: RunRow, _ account: AccountID, _ database: Database) throws {
    var insertion = try Prepared(
      "INSERT INTO runs (\(columns), account) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", in: database)
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
    try insertion.bind(account)
    try insertion.run()
  }

  private var columns: String {
    """
    started_at, ended_at, listed, known, fetched, octets, duplicates, set_aside, deleted, error_class,
      error_message, error_is_temporary
    """
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

extension RunRow {
  /// True where nothing happened in this run nor in the one before it, and both saw the same.
  fileprivate func continues(_ last: RunRow) -> Bool {
    var same = last
    (same.startedAt, same.endedAt) = (startedAt, endedAt)
    return same == self && fetched == 0 && deleted == 0 && failure == nil
  }
}
