import POP3

/// Texts that no reply may carry further: some servers quote in an error what they did not understand.
struct Masks: Sendable {
  /// Octets from which on a secret is masked in whatever the server says later.
  static let unmistakable = 8

  private var texts: [[UInt8]] = []

  /// Masks `secret` and its base64. What is shorter than 3 octets would tear words apart and is let through.
  mutating func add(_ secret: Secret) {
    for text in [secret.bytes, Base64.encode(secret.bytes)] where text.count >= 3 { texts.append(text) }
  }

  func applied(to reply: Reply) -> Reply {
    var text = reply.text
    for mask in texts { text = Self.replace(mask, in: text) }
    return Reply(reply.status, text: text)
  }

  private static func replace(_ mask: [UInt8], in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text[...]
    while let first = rest.first {
      if rest.starts(with: mask) {
        result += "****".utf8
        rest = rest.dropFirst(mask.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
