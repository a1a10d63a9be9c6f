import InternetMessage
import MailIndex

/// One message of a listing, as `list --json` prints it. What is not known is left out.
package struct ListedMessage: Encodable, Sendable, Equatable {
  /// An address with its name.
  package struct Address: Encodable, Sendable, Equatable {
    package let name: String?
    package let address: String
  }

  /// The first hexadecimal digits of `sha256`, as many as tell the messages of the listing apart.
  package let id: String
  package let account: String

  /// The file's name up to its Maildir flags, in its folder.
  package let file: String

  /// Of the wire form.
  package let sha256: String

  /// Octets of the wire form.
  package let octets: Int64

  /// The Date field (RFC 3339, UTC).
  package let date: String?

  /// When the server got it (RFC 3339, UTC).
  package let arrived: String
  package let from: [Address]

  /// All recipients: the index does not tell To, Cc and Bcc apart.
  package let to: [Address]
  package let subject: String?
  package let messageId: String?
  package let inReplyTo: [String]
  package let references: [String]

  init(_ message: MessageRecord, account: String, idLength: Int) {
    let envelope = message.envelope
    sha256 = message.contentHash.hex
    id = String(sha256.prefix(idLength))
    self.account = account
    file = message.folder == "." ? message.base : "\(message.folder)/\(message.base)"
    octets = message.wireOctets
    date = envelope.date.map { Moment($0).timestamp }
    arrived = Moment(message.arrived).timestamp
    from = envelope.fromAddress.map { [Address(name: envelope.fromName, address: $0)] } ?? []
    to = RecipientColumn.mailboxes(envelope.to ?? "").map { Address(name: $0.name, address: $0.address) }
    subject = envelope.subject
    messageId = envelope.messageID
    inReplyTo = (envelope.inReplyTo ?? "").split(separator: " ").map(String.init)
    references = (envelope.references ?? "").split(separator: " ").map(String.init)
  }
}
