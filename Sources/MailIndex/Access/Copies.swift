import GRDB

extension MailIndex {
  /// Most rows that one lookup gives. A server that names a million messages alike gets no quadratic work here:
  /// what a lookup does not show is fetched, and its content then tells.
  package static let lookupLimit = 1000

  /// The account's copies whose unique-id has this tag, those that are gone among them, oldest first.
  package func copies(_ account: AccountID, tag: [UInt8]) throws(IndexFailure) -> [CopyRow] {
    try connections.read { database in
      var query = try Prepared(CopyQuery.byTag, in: database)
      try query.bind(account)
      try query.bind(tag)
      return try CopyQuery.rows(query)
    }
  }

  /// The same for the first of `tags`, in their order: for one at least, and for all where that does not come to
  /// very many rows.
  package func copies(
    _ account: AccountID, tags: ArraySlice<[UInt8]>
  ) throws(IndexFailure) -> [[CopyRow]] {
    try connections.read { database in
      var query = try Prepared(CopyQuery.byTag, in: database)
      var copies: [[CopyRow]] = []
      var rows = 0
      for tag in tags where rows < Self.lookupLimit {
        try query.bind(account)
        try query.bind(tag)
        copies.append(try CopyQuery.rows(query))
        query.restart()
        rows += copies.last?.count ?? 0
      }
      return copies
    }
  }

  /// The account's copies of messages with this header, those that are gone among them, oldest first.
  package func copies(
    _ account: AccountID, headerHash: ContentHash
  ) throws(IndexFailure) -> [CopyRow] {
    try connections.read { database in
      var query = try Prepared(byHeader, in: database)
      try query.bind(headerHash)
      try query.bind(account)
      return try CopyQuery.rows(query)
    }
  }

  /// The copies of one message.
  package func copies(ofMessage message: Int64) throws(IndexFailure) -> [CopyRow] {
    try connections.read { database in
      var query = try Prepared(byMessage, in: database)
      try query.bind(message)
      return try CopyQuery.rows(query)
    }
  }

  /// Hands out the account's copies that stand in one of `states`, oldest first; `body` may change the index.
  package func forEachCopy(
    _ account: AccountID, states: Set<CopyState>, _ body: (CopyRow) throws -> Void
  ) throws {
    let sql = """
      SELECT \(CopyQuery.columns) FROM server_copies c CROSS JOIN messages m ON m.id = c.message
      WHERE c.id > ? AND \(Self.condition(states, of: "c.")) ORDER BY c.id LIMIT \(pageSize)
      """
    var last = Int64.min
    while true {
      let page = try copies(after: last, account, sql)
      for copy in page { try body(copy) }
      guard let end = page.last?.id, page.count == pageSize else { return }
      last = end
    }
  }

  /// How many of the account's copies stand in one of `states`.
  package func copyCount(_ account: AccountID, states: Set<CopyState>) throws(IndexFailure) -> Int {
    try connections.read { database in
      var query = try Prepared(
        "SELECT count(*) FROM server_copies WHERE \(Self.condition(states, of: ""))", in: database)
      try query.bind(account)
      return try query.step() ? Int(query.integer(0)) : 0
    }
  }

  /// The copies of an account in these states, as SQL. Those that are on the server have a look-up tree of their own:
  /// what an account costs does not grow with the others.
  private static func condition(_ states: Set<CopyState>, of table: String) -> String {
    let list = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    if states == CopyState.onServer { return "\(table)account = ? AND \(table)state != 'gone'" }
    if states.contains(.gone) { return "+\(table)account = ? AND \(table)state IN (\(list))" }
    return "\(table)account = ? AND \(table)state != 'gone' AND \(table)state IN (\(list))"
  }

  private func copies(
    after id: Int64, _ account: AccountID, _ sql: String
  ) throws(IndexFailure) -> [CopyRow] {
    try connections.read { database in
      var query = try Prepared(sql, in: database)
      try query.bind(id)
      try query.bind(account)
      return try CopyQuery.rows(query)
    }
  }
}

/// Rows that a stream reads at once.
let pageSize = 500

// A plus sign keeps SQLite from an index that would have to be sorted; CROSS JOIN keeps the order of tables.
private let byHeader = """
  SELECT \(CopyQuery.columns) FROM messages m CROSS JOIN server_copies c ON c.message = m.id
  WHERE substr(m.header_sha256, 1, 6) = substr(?1, 1, 6) AND m.header_sha256 = ?1 AND m.account = ?2
  LIMIT \(MailIndex.lookupLimit)
  """

private let byMessage = """
  SELECT \(CopyQuery.columns) FROM server_copies c CROSS JOIN messages m ON m.id = c.message
  WHERE c.message = ? ORDER BY c.id LIMIT \(MailIndex.lookupLimit)
  """
