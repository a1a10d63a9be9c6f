/// The envelope of a message as columns: text for people and for search, never for the wire.
package struct EnvelopeRecord: Sendable, Equatable {
  /// The Date field, in seconds since 1970 UTC.
  package var date: Int64?
  package var fromName: String?
  package var fromAddress: String?
  /// The recipients of To and Bcc, separated by a comma and a blank; where `cc` is nil those of Cc are among them.
  package var to: String?
  /// The recipients of Cc; empty: none; nil in rows of before they were told apart.
  package var cc: String?
  package var subject: String?
  package var messageID: String?
  /// Message-IDs, separated by blanks.
  package var inReplyTo: String?
  /// Message-IDs, separated by blanks.
  package var references: String?

  package init(
    date: Int64? = nil, fromName: String? = nil, fromAddress: String? = nil, to: String? = nil,
    cc: String? = nil, subject: String? = nil, messageID: String? = nil, inReplyTo: String? = nil,
    references: String? = nil
  ) {
    self.date = date
    self.fromName = fromName
    self.fromAddress = fromAddress
    self.to = to
    self.cc = cc
    self.subject = subject
    self.messageID = messageID
    self.inReplyTo = inReplyTo
    self.references = references
  }
}
