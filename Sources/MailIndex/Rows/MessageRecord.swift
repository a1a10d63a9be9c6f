/// What the index keeps about a message: its file and its envelope. Sizes are in octets, times in seconds since
/// 1970 UTC.
package struct MessageRecord: Sendable, Equatable {
  /// The Maildir++ folder, `.` for the account's own.
  package var folder: String
  /// The file's name up to the flags.
  package var base: String
  /// The size of the file.
  package var size: Int64
  /// The size as it came over the wire.
  package var wireOctets: Int64
  /// True where the file has LF and the wire had CRLF.
  package var storedAsLF: Bool
  /// The hash of the wire form.
  package var contentHash: ContentHash
  /// The hash of the header lines in wire form.
  package var headerHash: ContentHash
  package var arrived: Int64
  package var storedAt: Int64
  package var envelope: EnvelopeRecord

  package init(
    folder: String = ".", base: String, size: Int64, wireOctets: Int64, storedAsLF: Bool,
    contentHash: ContentHash, headerHash: ContentHash, arrived: Int64, storedAt: Int64,
    envelope: EnvelopeRecord = EnvelopeRecord()
  ) {
    self.folder = folder
    self.base = base
    self.size = size
    self.wireOctets = wireOctets
    self.storedAsLF = storedAsLF
    self.contentHash = contentHash
    self.headerHash = headerHash
    self.arrived = arrived
    self.storedAt = storedAt
    self.envelope = envelope
  }
}
