import GRDB

extension MailIndex {
  /// The account named `name`; nil where the index has none and `create` is false.
  package func account(named name: String, create: Bool) throws(IndexFailure) -> AccountID? {
    if let known = try connections.read({ try find(name, in: $0) }) { return known }
    guard create else { return nil }
    return try connections.write { database in
      var insertion = try Prepared("INSERT OR IGNORE INTO accounts (name) VALUES (?)", in: database)
      try insertion.bind(name)
      try insertion.run()
      return try find(name, in: database)
    }
  }

  /// All accounts, by name.
  package func accounts() throws(IndexFailure) -> [(id: AccountID, name: String)] {
    try connections.read { database in
      let query = try Prepared("SELECT id, name FROM accounts ORDER BY name", in: database)
      var accounts: [(id: AccountID, name: String)] = []
      while try query.step() { accounts.append((AccountID(query.integer(0)), query.text(1))) }
      return accounts
    }
  }

  /// Notes that files are being delivered that the index does not know yet, or that all are known again.
  package func setDelivering(_ account: AccountID, _ isDelivering: Bool) throws(IndexFailure) {
    try connections.write { database in
      var change = try Prepared("UPDATE accounts SET delivering = ? WHERE id = ?", in: database)
      try change.bind(isDelivering)
      try change.bind(account)
      try change.run()
    }
  }

  /// True where a delivery was begun and never noted as ended: the files may know more than the index.
  package func isDelivering(_ account: AccountID) throws(IndexFailure) -> Bool {
    try connections.read { database in
      var query = try Prepared("SELECT delivering FROM accounts WHERE id = ?", in: database)
      try query.bind(account)
      return try query.step() && query.boolean(0)
    }
  }

  private func find(_ name: String, in database: Database) throws -> AccountID? {
    var query = try Prepared("SELECT id FROM accounts WHERE name = ?", in: database)
    try query.bind(name)
    return try query.step() ? AccountID(query.integer(0)) : nil
  }
}
