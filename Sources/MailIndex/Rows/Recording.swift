/// A server copy to be recorded, with the message it is a copy of.
package struct Recording: Sendable {
  /// The message behind a copy: recorded along with it, or already there.
  package enum Message: Sendable {
    case new(MessageRecord)
    /// The row id of a message of the same account.
    case existing(Int64)
  }

  package let message: Message
  /// The first 80 bits of the hash of the unique-id: 10 octets.
  package let tag: [UInt8]
  /// The unique-id, raw; nil where only the file is known, which carries the tag alone.
  package let uid: [UInt8]?
  /// The size that LIST told.
  package let listedOctets: Int64?

  package init(_ message: Message, tag: [UInt8], uid: [UInt8]?, listedOctets: Int64?) {
    self.message = message
    self.tag = tag
    self.uid = uid
    self.listedOctets = listedOctets
  }
}

/// A copy whose name or size on the server is known anew.
package struct Binding: Sendable {
  /// The row id of the copy.
  package let copy: Int64
  package let tag: [UInt8]
  package let uid: [UInt8]?
  package let listedOctets: Int64?

  package init(copy: Int64, tag: [UInt8], uid: [UInt8]?, listedOctets: Int64?) {
    self.copy = copy
    self.tag = tag
    self.uid = uid
    self.listedOctets = listedOctets
  }
}
