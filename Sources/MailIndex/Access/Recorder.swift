import GRDB

extension MailIndex {
  /// Records a batch of copies, with the messages that are new, in one transaction.
  ///
  /// - Returns: the rows as they are now, in the order of `batch`.
  package func record(
    _ batch: [Recording], for account: AccountID, now: Int64
  ) throws(IndexFailure) -> [CopyRow] {
    try connections.write { database in
      let messages = try recordMessages(batch, account, database)
      let copies = try recordCopies(batch, messages, account, now, database)
      return try rows(copies, database)
    }
  }

  /// The row id of each recording's message, after those that are new have been inserted.
  private func recordMessages(
    _ batch: [Recording], _ account: AccountID, _ database: Database
  ) throws -> [Int64] {
    var insertion = try Prepared(insertMessage, in: database)
    return try batch.map { recording in
      switch recording.message {
      case .existing(let id): return id
      case .new(let message):
        try insertion.bind(account)
        try insertion.bind(message)
        try insertion.run()
        return database.lastInsertedRowID
      }
    }
  }

  private func recordCopies(
    _ batch: [Recording], _ messages: [Int64], _ account: AccountID, _ now: Int64, _ database: Database
  ) throws -> [Int64] {
    var insertion = try Prepared(insertCopy, in: database)
    return try zip(batch, messages).map { recording, message in
      try insertion.bind(recording.tag)
      try insertion.bind(recording.uid)
      try insertion.bind(recording.listedOctets)
      try insertion.bind(now)
      try insertion.bind(message)
      try insertion.bind(account)
      try insertion.run()
      guard database.changesCount == 1 else {
        throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "a copy of a message that is not there")
      }
      return database.lastInsertedRowID
    }
  }

  private func rows(_ copies: [Int64], _ database: Database) throws -> [CopyRow] {
    var query = try Prepared(copyByID, in: database)
    var rows: [CopyRow] = []
    rows.reserveCapacity(copies.count)
    for id in copies {
      try query.bind(id)
      rows += try CopyQuery.rows(query)
      try query.run()
    }
    return rows
  }
}

extension Prepared {
  fileprivate mutating func bind(_ message: MessageRecord) throws {
    try bind(message.folder)
    try bind(message.base)
    try bind(message.size)
    try bind(message.wireOctets)
    try bind(message.storedAsLF)
    try bind(message.contentHash)
    try bind(message.headerHash)
    try bind(message.arrived)
    try bind(message.storedAt)
    try bind(message.envelope.date)
    try bind(message.envelope.fromName)
    try bind(message.envelope.fromAddress)
    try bind(message.envelope.to)
    try bind(message.envelope.subject)
    try bind(message.envelope.messageID)
    try bind(message.envelope.inReplyTo)
    try bind(message.envelope.references)
  }
}

private let insertMessage = """
  INSERT INTO messages (account, folder, base, size, wire_size, stored_as_lf, sha256, header_sha256, arrived,
    stored_at, date, from_name, from_address, to_text, subject, message_id, in_reply_to, "references")
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  """

private let insertCopy = """
  INSERT INTO server_copies (account, tag, uid, listed_octets, message, first_seen, last_seen, state_at)
  SELECT account, ?1, ?2, ?3, id, ?4, ?4, ?4 FROM messages WHERE id = ?5 AND account = ?6
  """

private let copyByID = """
  SELECT \(CopyQuery.columns) FROM server_copies c CROSS JOIN messages m ON m.id = c.message WHERE c.id = ?
  """
