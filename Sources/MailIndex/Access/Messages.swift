import GRDB

extension MailIndex {
  /// The account's messages with this content, oldest first. The header's hash finds them, the content's decides.
  package func messages(
    _ account: AccountID, contentHash: ContentHash, headerHash: ContentHash
  ) throws(IndexFailure) -> [MessageRow] {
    try connections.read { database in
      var query = try Prepared(MessageQuery.byHash, in: database)
      try query.bind(headerHash)
      try query.bind(contentHash)
      try query.bind(account)
      return try MessageQuery.rows(query)
    }
  }

  /// The message with this row id; nil: there is none.
  package func message(_ id: Int64) throws(IndexFailure) -> MessageRow? {
    try connections.read { database in
      var query = try Prepared(
        "SELECT \(MessageQuery.columns) FROM messages WHERE id = ?", in: database)
      try query.bind(id)
      return try MessageQuery.rows(query).first
    }
  }

  /// Where the file of a message is; nil: there is no message with this row id.
  package func place(_ id: Int64) throws(IndexFailure) -> MessagePlace? {
    try connections.read { database in
      var query = try Prepared(
        "SELECT account, folder, base, stored_as_lf FROM messages WHERE id = ?", in: database)
      try query.bind(id)
      guard try query.step() else { return nil }
      return MessagePlace(
        account: AccountID(query.integer(0)), folder: query.text(1), base: query.text(2),
        storedAsLF: query.boolean(3))
    }
  }

  /// Hands out messages, those that arrived last first; `body` may change the index.
  ///
  /// - Parameters:
  ///   - account: nil for the messages of all accounts.
  ///   - limit: the most to hand out; nil for all.
  package func forEachMessage(
    _ account: AccountID? = nil, limit: Int? = nil, _ body: (MessageRow) throws -> Void
  ) throws {
    try forEachMessage(account, arrived: nil, limit: limit) { message in
      try body(message)
      return true
    }
  }

  /// The same until `body` says false.
  ///
  /// - Parameter arrived: only those that arrived then; nil: whenever.
  package func forEachMessage(
    _ account: AccountID?, arrived: Range<Int64>?, limit: Int?, _ body: (MessageRow) throws -> Bool
  ) throws {
    var left = limit ?? .max
    var last: MessageRow?
    while left > 0 {
      let size = min(left, pageSize)
      let page = try messages(before: last, arrived, account, size)
      for message in page { guard try body(message) else { return } }
      guard page.count == size else { return }
      left -= size
      last = page.last
    }
  }

  private func messages(
    before last: MessageRow?, _ arrived: Range<Int64>?, _ account: AccountID?, _ limit: Int
  ) throws(IndexFailure) -> [MessageRow] {
    try connections.read { database in
      var query = try Prepared(account == nil ? newestFirst : newestFirstOfAccount, in: database)
      // Without a message before: whatever is before the end of the span, which does not belong to it.
      try query.bind(last?.message.arrived ?? arrived?.upperBound ?? .max)
      try query.bind(last?.account.value ?? (arrived == nil ? .max : .min))
      try query.bind(last?.id ?? .max)
      try query.bind(limit)
      try query.bind(arrived?.lowerBound ?? .min)
      if let account { try query.bind(account) }
      return try MessageQuery.rows(query)
    }
  }
}

private let newestFirst = """
  SELECT \(MessageQuery.columns) FROM messages WHERE (arrived, account, id) < (?1, ?2, ?3) AND arrived >= ?5
  ORDER BY arrived DESC, account DESC, id DESC LIMIT ?4
  """

private let newestFirstOfAccount = """
  SELECT \(MessageQuery.columns) FROM messages WHERE (arrived, account, id) < (?1, ?2, ?3)
    AND arrived >= ?5 AND +account = ?6
  ORDER BY arrived DESC, account DESC, id DESC LIMIT ?4
  """
