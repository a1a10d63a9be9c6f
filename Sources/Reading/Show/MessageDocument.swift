import InternetMessage
package import MailIndex

/// A message as `list --json` and `search --json` print it, and `show --json` with its content.
///
/// Every member is always there; what is not known is null.
package struct MessageDocument: Encodable, Sendable, Equatable {
  /// An address with its name.
  package struct Address: Encodable, Sendable, Equatable {
    package let name: String?
    package let address: String
  }

  /// The first digits of `sha256`, as many as name the message alone in its archive.
  package let id: String
  package let account: String
  /// An absolute path; where the file is gone, the name that it had in its folder.
  package let file: String
  /// Of the wire form, as is `octets`.
  package let sha256: String
  package let octets: Int64
  /// The Date field, and when the server got it (RFC 3339, UTC).
  package let date: String?
  package let arrived: String
  package let from: [Address]
  package let to: [Address]
  package let cc: [Address]
  package let subject: String?
  package let messageId: String?
  package let inReplyTo: [String]
  package let references: [String]
  /// The first digits of the message that its thread is named for.
  package let thread: String
  package let defects: [String]
  /// Of `show` only.
  package var content: MessageContent?

  /// What the index knows of the message, and what its file says where it is there.
  ///
  /// - Parameters:
  ///   - thread: the hash of the message that the thread is named for.
  ///   - idLength: how many digits name a message.
  package init(
    _ row: MessageRow, account: String, thread: ContentHash?, idLength: Int, _ file: MessageFileFacts?
  ) {
    let message = row.message
    sha256 = message.contentHash.hex
    id = String(sha256.prefix(idLength))
    self.account = account
    self.file = file?.path ?? (message.folder == "." ? message.base : "\(message.folder)/\(message.base)")
    octets = message.wireOctets
    date = message.envelope.date.map { Moment($0).timestamp }
    arrived = Moment(message.arrived).timestamp
    let envelope = file?.envelope ?? Envelope(message.envelope)
    let author = envelope.from.isEmpty ? envelope.sender : envelope.from
    from = author.map(Address.init)
    to = envelope.to.map(Address.init)
    cc = envelope.cc.map(Address.init)
    subject = envelope.subject
    messageId = envelope.messageID
    inReplyTo = envelope.inReplyTo
    references = envelope.references
    self.thread = String((thread ?? message.contentHash).hex.prefix(idLength))
    defects = file?.defects.map(\.rawValue) ?? []
  }
}

extension MessageDocument.Address {
  fileprivate init(_ mailbox: Mailbox) { self.init(name: mailbox.name, address: mailbox.address) }
}

extension MessageDocument {
  private enum Key: String, CodingKey {
    case id, account, file, sha256, octets, date, arrived, from, to, cc, subject, messageId, inReplyTo,
      references,
      thread, parts, text, defects
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    try members.encode(id, forKey: .id)
    try members.encode(account, forKey: .account)
    try members.encode(file, forKey: .file)
    try members.encode(sha256, forKey: .sha256)
    try members.encode(octets, forKey: .octets)
    try members.encode(date, forKey: .date)
    try members.encode(arrived, forKey: .arrived)
    try members.encode(from, forKey: .from)
    try members.encode(to, forKey: .to)
    try members.encode(cc, forKey: .cc)
    try members.encode(subject, forKey: .subject)
    try members.encode(messageId, forKey: .messageId)
    try members.encode(inReplyTo, forKey: .inReplyTo)
    try members.encode(references, forKey: .references)
    try members.encode(thread, forKey: .thread)
    try members.encode(defects, forKey: .defects)
    guard let content else { return }
    try members.encode(content.parts, forKey: .parts)
    try members.encode(content.text, forKey: .text)
  }
}

extension MessageDocument.Address {
  private enum Key: String, CodingKey { case name, address }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    // Null where there is no name.
    try members.encode(name, forKey: .name)
    try members.encode(address, forKey: .address)
  }
}

extension Envelope {
  /// As much of an envelope as a row of the index keeps: of messages whose file is gone.
  fileprivate init(_ record: EnvelopeRecord) {
    self.init()
    date = record.date
    from = record.fromAddress.map { [Mailbox(name: record.fromName, address: $0)] } ?? []
    to = RecipientColumn.mailboxes(record.to ?? "")
    cc = RecipientColumn.mailboxes(record.cc ?? "")
    subject = record.subject
    messageID = record.messageID
    inReplyTo = (record.inReplyTo ?? "").split(separator: " ").map(String.init)
    references = (record.references ?? "").split(separator: " ").map(String.init)
  }
}
