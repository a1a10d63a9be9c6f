import GRDB

/// The columns of a message, and how they become a `MessageRow`.
enum MessageQuery {
  static let columns = """
    id, account, state, folder, base, size, wire_size, stored_as_lf, sha256, header_sha256, arrived, stored_at, \
    date, from_name, from_address, to_text, subject, message_id, in_reply_to, "references", \
    cc_text
    """

  static let byHash = """
    SELECT \(columns) FROM messages
    WHERE substr(header_sha256, 1, 6) = substr(?1, 1, 6) AND substr(sha256, 1, 6) = substr(?2, 1, 6)
      AND header_sha256 = ?1 AND sha256 = ?2 AND account = ?3
    LIMIT \(MailIndex.lookupLimit)
    """

  /// All rows of `query`, which is ready to run.
  static func rows(_ query: borrowing Prepared) throws -> [MessageRow] {
    var rows: [MessageRow] = []
    while try query.step() { rows.append(try row(query)) }
    return rows
  }

  private static func row(_ query: borrowing Prepared) throws -> MessageRow {
    let envelope = EnvelopeRecord(
      date: query.integerIfAny(12), fromName: query.textIfAny(13), fromAddress: query.textIfAny(14),
      to: query.textIfAny(15), cc: query.textIfAny(20), subject: query.textIfAny(16),
      messageID: query.textIfAny(17),
      inReplyTo: query.textIfAny(18), references: query.textIfAny(19))
    let message = MessageRecord(
      folder: query.text(3), base: query.text(4), size: query.integer(5), wireOctets: query.integer(6),
      storedAsLF: query.boolean(7), contentHash: try query.hash(8), headerHash: try query.hash(9),
      arrived: query.integer(10), storedAt: query.integer(11), envelope: envelope)
    return MessageRow(
      id: query.integer(0), account: AccountID(query.integer(1)), state: try query.state(2), message: message)
  }
}
