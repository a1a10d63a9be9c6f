import GRDB

extension MailIndex {
  /// Records a batch of copies, with the messages that are new, in one transaction.
  ///
  /// A copy of a message that is there already, under the tag of a copy of it that had gone, is that copy
  /// again: its row stands for it once more, and keeps the count of deletions that the server may have ignored.
  ///
  /// - Returns: the rows as they are now, in the order of `batch`.
  package func record(
    _ batch: [Recording], for account: AccountID, now: Int64
  ) throws(IndexFailure) -> [CopyRow] {
    try connections.write { database in
      var recorder = try Recorder(account, now: now, in: database)
      let rows = try batch.map { try recorder.record($0) }
      try recorder.addUp()
      return rows
    }
  }
}

extension MailIndex {
  /// Records messages that came from no server, in one transaction: there is no copy of them to be recorded.
  ///
  /// - Returns: their row ids, in the order of `messages`.
  @discardableResult
  package func record(
    imported messages: [MessageRecord], for account: AccountID
  ) throws(IndexFailure) -> [Int64] {
    guard !messages.isEmpty else { return [] }
    return try connections.write { database in
      var recorder = try Recorder(account, now: 0, in: database)
      let rows = try messages.map { try recorder.insert($0) }
      try recorder.addUp()
      return rows
    }
  }
}

/// Records one copy after the other, within a transaction.
private struct Recorder: ~Copyable {
  private let account: AccountID
  private let now: Int64
  private let database: Database
  private var messages: Prepared
  private var copies: Prepared
  private var count = 0
  private var size: Int64 = 0
  private var wireOctets: Int64 = 0

  init(_ account: AccountID, now: Int64, in database: Database) throws {
    let messages = try Prepared(insertMessage, in: database)
    let copies = try Prepared(insertCopy, in: database)
    self.account = account
    self.now = now
    self.database = database
    self.messages = messages
    self.copies = copies
  }

  mutating func record(_ recording: Recording) throws -> CopyRow {
    guard recording.tag.count == 10 else {
      throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "a tag that is not 10 octets")
    }
    switch recording.message {
    case .new(let message):
      let id = try insert(message)
      return CopyRow(try insert(recording, id), account, id, message, recording)
    case .existing(let id):
      try demand(id)
      return try row(try revive(recording, id) ?? insert(recording, id))
    }
  }

  // No sum of a batch overflows, whatever an index says that was tampered with.
  private static func plausible(_ octets: Int64) -> Int64 { min(max(0, octets), 1 << 44) }

  /// Adds the messages that are new to what the account has.
  func addUp() throws {
    guard count > 0 else { return }
    var change = try Prepared(
      """
      UPDATE accounts SET messages = messages + ?, size = min(size + ?, 1 << 61),
        wire_size = min(wire_size + ?, 1 << 61) WHERE id = ?
      """,
      in: database)
    try change.bind(count)
    try change.bind(size)
    try change.bind(wireOctets)
    try change.bind(account)
    try change.run()
  }

  mutating func insert(_ message: MessageRecord) throws -> Int64 {
    try messages.bind(account)
    try messages.bind(message)
    try messages.run()
    count += 1
    size += Self.plausible(message.size)
    wireOctets += Self.plausible(message.wireOctets)
    return database.lastInsertedRowID
  }

  private mutating func insert(_ recording: Recording, _ message: Int64) throws -> Int64 {
    try copies.bind(account)
    try copies.bind(recording.tag)
    try copies.bind(recording.uid)
    try copies.bind(recording.listedOctets)
    try copies.bind(message)
    try copies.bind(now)
    try copies.run()
    return database.lastInsertedRowID
  }

  /// The row of a copy that had gone and is the recorded one; nil where there is none.
  private func revive(_ recording: Recording, _ message: Int64) throws -> Int64? {
    var change = try Prepared(reviveCopy, in: database)
    try change.bind(account)
    try change.bind(recording.tag)
    try change.bind(recording.uid)
    try change.bind(recording.listedOctets)
    try change.bind(message)
    try change.bind(now)
    var copy: Int64?
    while try change.step() { copy = change.integer(0) }
    return copy
  }

  private func demand(_ message: Int64) throws {
    var query = try Prepared("SELECT 1 FROM messages WHERE id = ? AND account = ?", in: database)
    try query.bind(message)
    try query.bind(account)
    guard try query.step() else {
      throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "a copy of a message that is not there")
    }
  }

  private func row(_ copy: Int64) throws -> CopyRow {
    var query = try Prepared(copyByID, in: database)
    try query.bind(copy)
    guard let row = try CopyQuery.rows(query).first else {
      throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "a row just written is not there")
    }
    return row
  }
}

extension CopyRow {
  /// The row of a copy that was recorded just now with its message.
  fileprivate init(
    _ id: Int64, _ account: AccountID, _ messageID: Int64, _ message: MessageRecord, _ recording: Recording
  ) {
    self.init(
      id: id, account: account, tag: recording.tag, uid: recording.uid, listedOctets: recording.listedOctets,
      message: messageID, wireOctets: message.wireOctets, headerHash: message.headerHash,
      contentHash: message.contentHash, base: message.base, folder: message.folder,
      storedAt: message.storedAt, arrived: message.arrived, state: .stored, deleteTries: 0,
      messageState: .stored)
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
    try bind(message.envelope.cc)
  }
}

private let insertMessage = """
  INSERT INTO messages (account, folder, base, size, wire_size, stored_as_lf, sha256, header_sha256, arrived,
    stored_at, date, from_name, from_address, to_text, subject, message_id, in_reply_to, "references",
    cc_text)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  """

private let insertCopy = """
  INSERT INTO server_copies (account, tag, uid, listed_octets, message, first_seen, last_seen, state_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?6)
  """

// Of several the one whose deletion was tried most.
private let reviveCopy = """
  UPDATE server_copies SET state = 'stored', state_at = ?6, last_seen = ?6, uid = ?3, listed_octets = ?4
  WHERE id = (
    SELECT id FROM (SELECT * FROM server_copies WHERE message = ?5 LIMIT \(MailIndex.lookupLimit))
    WHERE account = ?1 AND tag = ?2 AND state = 'gone' ORDER BY delete_tries DESC, id DESC LIMIT 1)
  RETURNING id
  """

private let copyByID = """
  SELECT \(CopyQuery.columns) FROM server_copies c CROSS JOIN messages m ON m.id = c.message WHERE c.id = ?
  """
