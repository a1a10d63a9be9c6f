import GRDB

/// How accounts stand. None of it is worth waiting for the disk: what a power cut takes away is found again.
extension MailIndex {
  /// How the account stands; as one without a run where nothing is recorded.
  package func standing(_ account: AccountID) throws(IndexFailure) -> StandingRow {
    try connections.read { try standing(account, in: $0) }
  }

  /// How each account stands of which anything is recorded.
  package func standings() throws(IndexFailure) -> [AccountID: StandingRow] {
    try connections.read { database in
      let query = try Prepared("SELECT \(columns), account FROM standing", in: database)
      var rows: [AccountID: StandingRow] = [:]
      while try query.step() { rows[AccountID(query.integer(8))] = row(query) }
      return rows
    }
  }

  /// Changes what is recorded of how the account stands, in one transaction; returns it as it is then.
  @discardableResult
  package func changeStanding(
    _ account: AccountID, _ change: (inout StandingRow) -> Void
  ) throws(IndexFailure) -> StandingRow {
    try connections.note { database in
      var row = try standing(account, in: database)
      change(&row)
      try set(row, account, in: database)
      return row
    }
  }

  func standing(_ account: AccountID, in database: Database) throws -> StandingRow {
    var query = try Prepared("SELECT \(columns) FROM standing WHERE account = ?", in: database)
    try query.bind(account)
    return try query.step() ? row(query) : StandingRow()
  }

  func set(_ row: StandingRow, _ account: AccountID, in database: Database) throws {
    var change = try Prepared(
      "INSERT OR REPLACE INTO standing (\(columns), account) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", in: database
    )
    try change.bind(row.lastSuccess)
    try change.bind(row.failures)
    try change.bind(row.refusals)
    try change.bind(row.failingSince)
    try change.bind(row.nextRun)
    try change.bind(row.logIn)
    try change.bind(row.learnedDelay)
    try change.bind(row.silenceTold)
    try change.bind(account)
    try change.run()
  }

  private var columns: String {
    "last_success, failures, refusals, failing_since, next_run, log_in, learned_delay, silence_told"
  }

  private func row(_ query: borrowing Prepared) -> StandingRow {
    var row = StandingRow()
    row.lastSuccess = query.integerIfAny(0)
    row.failures = Int(query.integer(1))
    row.refusals = Int(query.integer(2))
    row.failingSince = query.integerIfAny(3)
    row.nextRun = query.integerIfAny(4)
    row.logIn = query.textIfAny(5)
    row.learnedDelay = query.integerIfAny(6)
    row.silenceTold = query.boolean(7)
    return row
  }
}
