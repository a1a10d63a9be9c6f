extension MailIndex {
  /// What the account has, counted. Reads all its rows.
  package func totals(_ account: AccountID) throws(IndexFailure) -> AccountTotals {
    var totals = try connections.read { database in
      var query = try Prepared(
        """
        SELECT count(*), total(size), total(wire_size), count(CASE WHEN state != 'stored' THEN 1 END)
        FROM messages WHERE account = ?
        """, in: database)
      try query.bind(account)
      var totals = AccountTotals()
      guard try query.step() else { return totals }
      totals.messages = Int(query.integer(0))
      totals.size = query.integer(1)
      totals.wireOctets = query.integer(2)
      totals.notStored = Int(query.integer(3))
      return totals
    }
    totals.onServer = try copyCount(account, states: Set(CopyState.allCases).subtracting([.gone]))
    totals.setAside = try setAsides(account).count
    return totals
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
