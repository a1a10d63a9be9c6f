import GRDB

/// The messages that a run over a drive has to do with, a page at a time.
extension MailIndex {
  /// Messages that were never dealt with on the drive, by row id.
  ///
  /// - Parameter after: the last row id of the page before.
  package func messagesToCopy(
    drive: Int64, after: Int64 = 0, limit: Int
  ) throws(IndexFailure) -> [MessageToCopy] {
    try page(notDealtWith, drive, after, limit)
  }

  /// Messages that are to be copied to the drive again, by row id: those with a gap that reading back does not fill.
  package func gapsToFill(
    drive: Int64, after: Int64 = 0, limit: Int
  ) throws(IndexFailure) -> [MessageToCopy] {
    try page(toFill, drive, after, limit)
  }

  /// Messages that were copied to the drive and not read back, by row id.
  package func unverifiedCopies(
    drive: Int64, after: Int64 = 0, limit: Int
  ) throws(IndexFailure) -> [MessageToCopy] {
    try page(unverified, drive, after, limit)
  }

  /// The account's messages that arrived from `arrivedFrom` on and before `before`, by arrival, then by row id.
  ///
  /// - Parameters:
  ///   - upToID: the last row id that counts.
  ///   - after: where the page before ended.
  package func messages(
    of account: AccountID, arrivedFrom: Int64, before: Int64, upToID: Int64 = .max,
    after: (arrived: Int64, id: Int64)? = nil, limit: Int
  ) throws(IndexFailure) -> [MessageToCopy] {
    try connections.read { database in
      var query = try Prepared(byArrival, in: database)
      try query.bind(account)
      try query.bind(after?.arrived ?? arrivedFrom)
      try query.bind(after?.id ?? .min)
      try query.bind(before)
      try query.bind(upToID)
      try query.bind(limit)
      return try rows(query)
    }
  }

  /// The first message after a row id that the drive has, as far as is known; nil: there is none.
  package func copiedMessage(drive: Int64, after: Int64) throws(IndexFailure) -> MessageToCopy? {
    try page(copied, drive, after, 1).first
  }

  /// Messages whose files were not as fetched, or not there, when they were last looked at, by row id.
  package func messagesNotWhole(
    _ account: AccountID, after: Int64 = 0, limit: Int
  ) throws(IndexFailure) -> [MessageToCopy] {
    try connections.read { database in
      var query = try Prepared(notWhole, in: database)
      try query.bind(account)
      try query.bind(after)
      try query.bind(limit)
      return try rows(query)
    }
  }

  private func page(
    _ sql: String, _ drive: Int64, _ after: Int64, _ limit: Int
  ) throws(IndexFailure) -> [MessageToCopy] {
    try connections.read { database in
      var query = try Prepared(sql, in: database)
      try query.bind(drive)
      try query.bind(after)
      try query.bind(limit)
      return try rows(query)
    }
  }

  private func rows(_ query: borrowing Prepared) throws -> [MessageToCopy] {
    var rows: [MessageToCopy] = []
    while try query.step() {
      rows.append(
        MessageToCopy(
          id: query.integer(0), account: AccountID(query.integer(1)), folder: query.text(2),
          base: query.text(3),
          arrived: query.integer(4), wireOctets: query.integer(5), contentHash: try query.hash(6),
          state: try query.state(7)))
    }
    return rows
  }
}

private let columns = "m.id, m.account, m.folder, m.base, m.arrived, m.wire_size, m.sha256, m.state"

private let notDealtWith = """
  SELECT \(columns) FROM messages m WHERE m.id > max(?2, (SELECT copied_up_to FROM drives WHERE id = ?1))
  ORDER BY m.id LIMIT ?3
  """

// CROSS JOIN keeps the order of tables: the gaps first, and each message by its row id. Left to itself SQLite goes through
// the gaps of both sorts.
private let toFill = """
  SELECT \(columns) FROM drive_gaps g INDEXED BY drive_gaps_to_fill CROSS JOIN messages m ON m.id = g.message
  WHERE g.drive = ?1 AND g.message > ?2 AND g.kind != 'unverified' ORDER BY g.message LIMIT ?3
  """

private let unverified = """
  SELECT \(columns) FROM drive_gaps g INDEXED BY drive_gaps_unverified CROSS JOIN messages m ON m.id = g.message
  WHERE g.drive = ?1 AND g.message > ?2 AND g.kind = 'unverified' ORDER BY g.message LIMIT ?3
  """

// Of one account the order by account is none: the look-up tree of arrivals gives the rows as they are asked for.
private let byArrival = """
  SELECT \(columns) FROM messages m
  WHERE (m.arrived, m.account, m.id) > (?2, ?1, ?3) AND m.arrived < ?4 AND +m.account = ?1 AND m.id <= ?5
  ORDER BY m.arrived, m.account, m.id LIMIT ?6
  """

private let notWhole = """
  SELECT \(columns) FROM messages m WHERE m.account = ? AND m.state != 'stored' AND m.id > ?
  ORDER BY m.id LIMIT ?
  """

private let copied = """
  SELECT \(columns) FROM drives d CROSS JOIN messages m ON m.id > ?2 AND m.id <= d.copied_up_to
  WHERE d.id = ?1 AND NOT EXISTS (SELECT 1 FROM drive_gaps WHERE drive = d.id AND message = m.id)
  ORDER BY m.id LIMIT ?3
  """
