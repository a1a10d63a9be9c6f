import InternetMessage
import MailIndex

extension EnvelopeRecord {
  /// The columns of an envelope, each cut to a length that is beyond any honest header: a batch of messages
  /// stays in bounds whatever a server sends. The file keeps all of it.
  init(bounded envelope: Envelope) {
    self.init(envelope)
    fromName = fromName?.cut(to: 1 << 10)
    fromAddress = fromAddress?.cut(to: 1 << 10)
    to = to?.cut(to: 4 << 10)
    cc = cc?.cut(to: 4 << 10)
    subject = subject?.cut(to: 2 << 10)
    messageID = messageID?.cut(to: 1 << 10)
    inReplyTo = inReplyTo?.cut(to: 2 << 10)
    references = references?.cut(to: 4 << 10)
  }
}

extension String {
  /// The text, or as many whole characters (Unicode scalars) of it as have at most `limit` octets.
  fileprivate func cut(to limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var octets = Array(utf8.prefix(limit + 1))
    while let last = octets.popLast(), last & 0xC0 == 0x80 {}
    return String(decoding: octets, as: UTF8.self)
  }
}
