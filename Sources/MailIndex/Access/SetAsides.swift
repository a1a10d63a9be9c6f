import GRDB

extension MailIndex {
  /// Sets a message aside, in place of what was noted for its unique-id; the first time stays as it was.
  package func setAside(_ row: SetAsideRow, for account: AccountID) throws(IndexFailure) {
    try connections.write { database in
      var change = try Prepared(
        """
        INSERT INTO set_aside (account, uid, listed_octets, reason, attempts, first_at, retry_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (account, uid) DO UPDATE SET listed_octets = excluded.listed_octets,
          reason = excluded.reason, attempts = excluded.attempts, retry_at = excluded.retry_at
        """, in: database)
      try change.bind(account)
      try change.bind(row.uid)
      try change.bind(row.listedOctets)
      try change.bind(row.reason)
      try change.bind(row.attempts)
      try change.bind(row.firstAt)
      try change.bind(row.retryAt)
      try change.run()
    }
  }

  /// Takes messages back from aside: they were fetched, or have left the server.
  package func clearSetAside(_ uids: [[UInt8]], for account: AccountID) throws(IndexFailure) {
    guard !uids.isEmpty else { return }
    try connections.write { database in
      var change = try Prepared("DELETE FROM set_aside WHERE account = ? AND uid = ?", in: database)
      for uid in uids {
        try change.bind(account)
        try change.bind(uid)
        try change.run()
      }
    }
  }

  /// The messages set aside, those first that are tried again first.
  package func setAsides(_ account: AccountID) throws(IndexFailure) -> [SetAsideRow] {
    try connections.read { database in
      var query = try Prepared(
        "SELECT \(setAsideColumns) FROM set_aside WHERE account = ? ORDER BY retry_at, uid", in: database)
      try query.bind(account)
      var rows: [SetAsideRow] = []
      while try query.step() { rows.append(setAsideRow(query)) }
      return rows
    }
  }

  /// What is noted of one message that was set aside; nil: nothing.
  package func setAside(_ account: AccountID, uid: [UInt8]) throws(IndexFailure) -> SetAsideRow? {
    try connections.read { database in
      var query = try Prepared(
        "SELECT \(setAsideColumns) FROM set_aside WHERE account = ? AND uid = ?", in: database)
      try query.bind(account)
      try query.bind(uid)
      return try query.step() ? setAsideRow(query) : nil
    }
  }

  private var setAsideColumns: String { "uid, listed_octets, reason, attempts, first_at, retry_at" }

  private func setAsideRow(_ query: borrowing Prepared) -> SetAsideRow {
    SetAsideRow(
      uid: query.octets(0), listedOctets: query.integerIfAny(1), reason: query.text(2),
      attempts: Int(query.integer(3)), firstAt: query.integer(4), retryAt: query.integer(5))
  }
}
