import GRDB

/// Which drives there are, and what is on them. A change is on the disk when the call returns: deletions on the server
/// rely on it.
extension MailIndex {
  /// All drives, in the order in which they were added.
  package func drives() throws(IndexFailure) -> [DriveRow] {
    try connections.read { database in
      let query = try Prepared("SELECT \(columns) FROM drives ORDER BY id", in: database)
      var rows: [DriveRow] = []
      while try query.step() { rows.append(row(query)) }
      return rows
    }
  }

  /// The drive whose marker names it `drive`, as it is recorded; nil where there is none and `create` is false.
  ///
  /// - Parameter name: what a new one is called.
  package func drive(
    _ drive: String, name: String, create: Bool, now: Int64
  ) throws(IndexFailure) -> DriveRow? {
    if let known = try connections.read({ try find(drive, in: $0) }) { return known }
    guard create else { return nil }
    return try connections.write { database in
      var insertion = try Prepared(
        insertDrive,
        in: database)
      try insertion.bind(drive)
      try insertion.bind(name)
      try insertion.bind(now)
      try insertion.run()
      return try find(drive, in: database)
    }
  }

  /// Changes what is recorded of a drive, in one transaction; returns it as it is then.
  @discardableResult
  package func change(
    drive id: Int64, _ change: (inout DriveRow) -> Void
  ) throws(IndexFailure) -> DriveRow {
    try connections.write { database in
      var row = try demand(id, in: database)
      change(&row)
      try set(row, in: database)
      return row
    }
  }

  /// Records what is on a drive now, in one transaction.
  ///
  /// - Parameters:
  ///   - upTo: every message up to this row id was dealt with; nil: as before.
  ///   - gaps: those that are not on it all the same. A gap that is there already with the same reason keeps its time; a
  ///     message that is gone gets none.
  ///   - filled: messages that are on it after all; of one that is in `gaps` too the gap holds.
  package func recordCopies(
    on drive: Int64, upTo: Int64?, gaps: [DriveGap] = [], filled: [Int64] = [], now: Int64
  ) throws(IndexFailure) {
    try connections.write { database in
      let before = try demand(drive, in: database)
      let removed = try fill(filled, on: drive, in: database)
      try add(gaps, to: drive, now: now, in: database)
      var change = try Prepared(advance, in: database)
      try change.bind(drive)
      try change.bind(upTo ?? before.copiedUpTo)
      try change.bind(removed)
      try change.run()
    }
  }

  /// Forgets what is on a drive, before it is looked through anew.
  package func forgetCopies(on drive: Int64) throws(IndexFailure) {
    try connections.write { database in
      var change = try Prepared("UPDATE drives SET copied_up_to = 0 WHERE id = ?", in: database)
      try change.bind(drive)
      try change.run()
      var removal = try Prepared("DELETE FROM drive_gaps WHERE drive = ?", in: database)
      try removal.bind(drive)
      try removal.run()
    }
  }

  /// Forgets a drive and all that is on it.
  package func forget(drive id: Int64) throws(IndexFailure) {
    try connections.write { database in
      var removal = try Prepared("DELETE FROM drives WHERE id = ?", in: database)
      try removal.bind(id)
      try removal.run()
    }
  }

  /// True where one gap at least was there and is not any more.
  private func fill(_ messages: [Int64], on drive: Int64, in database: Database) throws -> Bool {
    let before = database.totalChangesCount
    var removal = try Prepared("DELETE FROM drive_gaps WHERE drive = ? AND message = ?", in: database)
    for message in messages {
      try removal.bind(drive)
      try removal.bind(message)
      try removal.run()
    }
    return database.totalChangesCount != before
  }

  private func add(_ gaps: [DriveGap], to drive: Int64, now: Int64, in database: Database) throws {
    var addition = try Prepared(addGap, in: database)
    for gap in gaps {
      try addition.bind(drive)
      try addition.bind(gap.message)
      try addition.bind(gap.kind.rawValue)
      try addition.bind(now)
      try addition.run()
    }
  }

  private func find(_ drive: String, in database: Database) throws -> DriveRow? {
    var query = try Prepared("SELECT \(columns) FROM drives WHERE drive = ?", in: database)
    try query.bind(drive)
    return try query.step() ? row(query) : nil
  }

  private func demand(_ id: Int64, in database: Database) throws -> DriveRow {
    var query = try Prepared("SELECT \(columns) FROM drives WHERE id = ?", in: database)
    try query.bind(id)
    guard try query.step() else {
      throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "a change of a drive that is not there")
    }
    return row(query)
  }

  private func set(_ row: DriveRow, in database: Database) throws {
    var change = try Prepared(
      """
      UPDATE drives SET name = ?, stamp = ?, first_seen = ?, last_seen = ?, last_backup = ?, last_verified = ?,
        silence_told = ? WHERE id = ?
      """, in: database)
    try change.bind(row.name)
    try change.bind(row.stamp)
    try change.bind(row.firstSeen)
    try change.bind(row.lastSeen)
    try change.bind(row.lastBackup)
    try change.bind(row.lastVerified)
    try change.bind(row.silenceTold)
    try change.bind(row.id)
    try change.run()
  }

  private var columns: String {
    "id, drive, name, stamp, copied_up_to, first_seen, last_seen, last_backup, last_verified, silence_told"
  }

  private func row(_ query: borrowing Prepared) -> DriveRow {
    DriveRow(
      id: query.integer(0), drive: query.text(1), name: query.text(2), stamp: query.textIfAny(3),
      copiedUpTo: query.integer(4), firstSeen: query.integerIfAny(5), lastSeen: query.integerIfAny(6),
      lastBackup: query.integerIfAny(7), lastVerified: query.integerIfAny(8), silenceTold: query.boolean(9))
  }
}

// The count begins at the time: without a drive that is forgotten, the sum of all is none that it ever was.
private let insertDrive = """
  INSERT OR IGNORE INTO drives (drive, name, first_seen, last_seen, grown) VALUES (?1, ?2, ?3, ?3, ?3)
  """

private let addGap = """
  INSERT INTO drive_gaps (drive, message, kind, since) SELECT ?1, id, ?3, ?4 FROM messages WHERE id = ?2
  ON CONFLICT (drive, message) DO UPDATE SET kind = excluded.kind,
    since = CASE kind WHEN excluded.kind THEN since ELSE excluded.since END
  """

// Never beyond the last message: the next one is not there yet, and would count as copied. The right sides are all of
// the row as it was.
private let advance = """
  UPDATE drives SET copied_up_to = max(copied_up_to, min(?2, last)),
    grown = grown + (?3 OR min(?2, last) > copied_up_to)
  FROM (SELECT coalesce(max(id), 0) AS last FROM messages) WHERE id = ?1
  """
