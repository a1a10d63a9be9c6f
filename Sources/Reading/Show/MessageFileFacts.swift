package import Archive
package import InternetMessage

/// What a message's file says that the index does not keep.
package struct MessageFileFacts: Sendable {
  /// Absolute.
  package let path: String
  package let envelope: Envelope
  package let defects: [MessageDefect]

  package init(_ message: borrowing OpenedMessage) throws {
    path = message.file
    envelope = Envelope(header: try message.header())
    defects = message.structure.defects
  }
}
