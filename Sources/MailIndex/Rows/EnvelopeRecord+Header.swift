package import InternetMessage

extension EnvelopeRecord {
  /// The columns of a decoded header.
  ///
  /// The first author counts; where a message has none its sender does. Absent and empty fields are nil.
  package init(_ envelope: Envelope) {
    let author = envelope.from.first ?? envelope.sender.first
    self.init(
      date: envelope.date,
      fromName: author?.name,
      fromAddress: author?.address,
      to: joined((envelope.to + envelope.cc + envelope.bcc).map(text), by: ", "),
      subject: envelope.subject,
      messageID: envelope.messageID,
      inReplyTo: joined(envelope.inReplyTo, by: " "),
      references: joined(envelope.references, by: " "))
  }
}

private func joined(_ parts: [String], by separator: String) -> String? {
  parts.isEmpty ? nil : parts.joined(separator: separator)
}

private func text(_ mailbox: Mailbox) -> String {
  guard let name = mailbox.name, !name.isEmpty else { return mailbox.address }
  return "\(name) <\(mailbox.address)>"
}
