package import InternetMessage

extension EnvelopeRecord {
  /// The columns of a decoded header.
  ///
  /// The first author counts; where a message has none its sender does. Absent and empty fields are nil. Lists
  /// are cut at 16 KB, after a whole entry.
  package init(_ envelope: Envelope) {
    let author = envelope.from.first ?? envelope.sender.first
    self.init(
      date: envelope.date,
      fromName: author?.name,
      fromAddress: author?.address,
      to: joined((envelope.to + envelope.bcc).map(text), by: ", "),
      cc: joined(envelope.cc.map(text), by: ", ") ?? "",
      subject: envelope.subject,
      messageID: envelope.messageID,
      inReplyTo: joined(envelope.inReplyTo, by: " "),
      references: joined(envelope.references, by: " "))
  }
}

// A header may name thousands; the file has them all, and a row has its first 16 KB of them.
private let octetLimit = 16_384

private func joined(_ parts: [String], by separator: String) -> String? {
  var text = ""
  for part in parts {
    if text.utf8.count + separator.utf8.count + part.utf8.count > octetLimit { break }
    if !text.isEmpty { text += separator }
    text += part
  }
  return text.isEmpty ? nil : text
}

private func text(_ mailbox: Mailbox) -> String {
  guard let name = mailbox.name, !name.isEmpty else { return mailbox.address }
  return "\(name) <\(mailbox.address)>"
}
