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

  /// Hands out messages, those that arrived last first; `body` may change the index.
  ///
  /// - Parameters:
  ///   - account: nil for the messages of all accounts.
  ///   - limit: the most to hand out; nil for all.
  package func forEachMessage(
    _ account: AccountID? = nil, limit: Int? = nil, _ body: (MessageRow) throws -> Void
  ) throws {
    var left = limit ?? .max
    var last: MessageRow?
    while left > 0 {
      let size = min(left, pageSize)
      let page = try messages(before: last, account, size)
      for message in page { try body(message) }
      guard page.count == size else { return }
      left -= size
      last = page.last
    }
  }

  private func messages(
    before last: MessageRow?, _ account: AccountID?, _ limit: Int
  ) throws(IndexFailure) -> [MessageRow] {
    try connections.read { database in
      var query = try Prepared(account == nil ? newestFirst : newestFirstOfAccount, in: database)
      try query.bind(last?.message.arrived ?? .max)
      try query.bind(last?.account.value ?? .max)
      try query.bind(last?.id ?? .max)
      try query.bind(limit)
      if let account { try query.bind(account) }
      return try MessageQuery.rows(query)
    }
  }
}

private let newestFirst = """
  SELECT \(MessageQuery.columns) FROM messages WHERE (arrived, account, id) < (?1, ?2, ?3)
  ORDER BY arrived DESC, account DESC, id DESC LIMIT ?4
  """

private let newestFirstOfAccount = """
  SELECT \(MessageQuery.columns) FROM messages WHERE (arrived, account, id) < (?1, ?2, ?3) AND +account = ?5
  ORDER BY arrived DESC, account DESC, id DESC LIMIT ?4
  """
