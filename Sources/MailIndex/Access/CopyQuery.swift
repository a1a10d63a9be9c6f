import GRDB

/// The columns of a server copy with its message, and how they become a `CopyRow`.
enum CopyQuery {
  static let columns = """
    c.id, c.account, c.tag, c.uid, c.listed_octets, c.message, m.wire_size, m.header_sha256, m.sha256, \
    m.base, m.folder, m.stored_at, m.arrived, c.state, c.delete_tries, m.state
    """

  static let byTag = """
    SELECT \(columns) FROM server_copies c CROSS JOIN messages m ON m.id = c.message
    WHERE c.account = ? AND c.tag = ? ORDER BY c.id LIMIT \(MailIndex.lookupLimit)
    """

  /// How many drives have a message, durable and read back; `message` is its row id, as SQL.
  static func drives(_ message: String) -> String {
    """
    SELECT count(*) FROM drives d WHERE d.copied_up_to >= \(message)
      AND NOT EXISTS (SELECT 1 FROM drive_gaps g WHERE g.drive = d.id AND g.message = \(message))
    """
  }

  /// All rows of `query`, which is ready to run.
  static func rows(_ query: borrowing Prepared) throws -> [CopyRow] {
    var rows: [CopyRow] = []
    while try query.step() { rows.append(try row(query)) }
    return rows
  }

  private static func row(_ query: borrowing Prepared) throws -> CopyRow {
    CopyRow(
      id: query.integer(0), account: AccountID(query.integer(1)), tag: query.octets(2),
      uid: query.octetsIfAny(3), listedOctets: query.integerIfAny(4), message: query.integer(5),
      wireOctets: query.integer(6), headerHash: try query.hash(7), contentHash: try query.hash(8),
      base: query.text(9), folder: query.text(10), storedAt: query.integer(11), arrived: query.integer(12),
      state: try query.state(13), deleteTries: Int(query.integer(14)), messageState: try query.state(15))
  }
}
