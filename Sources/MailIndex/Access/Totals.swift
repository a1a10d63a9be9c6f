extension MailIndex {
  /// What the account has. Messages are counted when they are recorded, the rest is counted now.
  package func totals(_ account: AccountID) throws(IndexFailure) -> AccountTotals {
    try connections.read { database in
      var query = try Prepared("SELECT \(counted) FROM accounts a WHERE a.id = ?", in: database)
      try query.bind(account)
      return try query.step() ? totals(query) : AccountTotals()
    }
  }

  /// What each account has.
  package func totals() throws(IndexFailure) -> [AccountID: AccountTotals] {
    try connections.read { database in
      let query = try Prepared("SELECT \(counted), a.id FROM accounts a", in: database)
      var all: [AccountID: AccountTotals] = [:]
      while try query.step() { all[AccountID(query.integer(7))] = totals(query) }
      return all
    }
  }

  private func totals(_ query: borrowing Prepared) -> AccountTotals {
    var totals = AccountTotals()
    totals.messages = Int(query.integer(0))
    totals.size = query.integer(1)
    totals.wireOctets = query.integer(2)
    totals.notStored = Int(query.integer(3))
    totals.onServer = Int(query.integer(4))
    totals.setAside = Int(query.integer(5))
    totals.seenElsewhere = Int(query.integer(6))
    return totals
  }

  /// The account's row of sums; see `Recorder`, and the triggers of `Schema`.
  private var counted: String {
    """
    a.messages, a.size, a.wire_size,
      (SELECT count(*) FROM messages m WHERE account = a.id AND state != 'stored' AND NOT EXISTS (
        SELECT 1 FROM messages t
        WHERE substr(t.header_sha256, 1, 6) = substr(m.header_sha256, 1, 6)
          AND substr(t.sha256, 1, 6) = substr(m.sha256, 1, 6) AND t.header_sha256 = m.header_sha256
          AND t.sha256 = m.sha256 AND t.account = m.account AND t.state = 'stored')),
      a.on_server,
      (SELECT count(*) FROM set_aside WHERE account = a.id),
      (SELECT count(*) FROM seen_elsewhere WHERE account = a.id AND listed_octets IS NOT NULL)
    """
  }

  /// What SQLite finds wrong with the file: one line a fault, none where it is sound.
  ///
  /// A file too damaged to be read gives its one line here, and no error.
  /// - Parameter thoroughly: also whether the look-up trees agree with the tables, for more time.
  package func checkIntegrity(thoroughly: Bool = false) throws(IndexFailure) -> [String] {
    do throws(IndexFailure) {
      return try connections.read { database in
        let check = thoroughly ? "integrity_check" : "quick_check"
        let query = try Prepared("PRAGMA \(check)(100)", in: database)
        var faults: [String] = []
        while try query.step() { faults.append(query.text(0)) }
        return faults == ["ok"] ? [] : faults
      }
    } catch  where error.code == .corrupt { return [error.detail] }
  }
}
