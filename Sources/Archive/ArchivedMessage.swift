package import MailIndex

/// A message that is safe here: the only ticket to a deletion on the server.
///
/// It is made in this module alone, from a row that was committed after data, name and directory of the file
/// were flushed. Whoever wants to delete a message must have one.
package struct ArchivedMessage: Sendable {
  /// The row of the server copy.
  package let copyID: Int64
  /// The row of the message.
  package let messageID: Int64
  /// The unique-id, raw; nil: not seen since the index was rebuilt from the files; empty: the server has
  /// none.
  package let uid: [UInt8]?
  /// Octets as the server listed them; nil where it gave none.
  package let listedOctets: Int64?
  /// Octets as they came over the wire.
  package let wireOctets: Int64
  package let headerHash: HeaderHash
  package let contentHash: ContentHash
  /// When the message was safe here, in seconds since 1970 UTC.
  package let storedAt: Int64
  /// When it arrived, in seconds since 1970 UTC.
  package let arrived: Int64
  package let state: CopyState
  /// How often the server answered its deletion, before it came back under its name too.
  package let deleteTries: Int
  let base: String
  let folder: String

  /// Nil where the message's file is known to be missing or damaged: that is not archived.
  init?(_ row: CopyRow) {
    guard row.messageState == .stored else { return nil }
    copyID = row.id
    messageID = row.message
    uid = row.uid
    listedOctets = row.listedOctets
    wireOctets = row.wireOctets
    headerHash = HeaderHash(row.headerHash)
    contentHash = row.contentHash
    storedAt = row.storedAt
    arrived = row.arrived
    state = row.state
    deleteTries = row.deleteTries
    base = row.base
    folder = row.folder
  }
}

/// A copy whose unique-id or listed size is known anew.
package struct Rebinding: Sendable {
  package let copy: ArchivedMessage
  package let uid: [UInt8]
  package let listedOctets: Int64?

  package init(copy: ArchivedMessage, uid: [UInt8], listedOctets: Int64?) {
    self.copy = copy
    self.uid = uid
    self.listedOctets = listedOctets
  }
}
