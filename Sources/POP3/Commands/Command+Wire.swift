extension Command {
  /// Appends the command with its CRLF to `wire`.
  ///
  /// Throws `unsafeArgument`, and appends nothing, where an argument holds CR, LF or NUL: it would be
  /// another command, or be cut, at the other end.
  public func encode(into wire: inout [UInt8]) throws(ProtocolViolation) {
    switch self {
    case .user(let name): try append([Array("USER".utf8), name], to: &wire)
    case .pass(let secret): try append([Array("PASS".utf8), secret.bytes], to: &wire)
    case .apop(let user, let digest):
      try append([Array("APOP".utf8), user, Array(digest.utf8)], to: &wire)
    case .auth(let mechanism, let response, isLast: _):
      var words = [Array("AUTH".utf8), Array(mechanism.utf8)]
      // An initial response of no octets is "=" (RFC 5034, section 4).
      if let response { words.append(response.bytes.isEmpty ? [61] : Base64.encode(response.bytes)) }
      try append(words, to: &wire)
    case .response(let secret, isLast: _): try append([Base64.encode(secret.bytes)], to: &wire)
    case .cancel, .capa, .stls, .utf8, .stat, .list, .uidl, .top, .retr, .dele, .rset, .noop, .quit:
      wire.append(contentsOf: traceDescription.utf8)
      wire.append(contentsOf: [13, 10])
    }
  }

  private func append(_ words: [[UInt8]], to wire: inout [UInt8]) throws(ProtocolViolation) {
    for word in words where word.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) {
      throw .unsafeArgument(verb)
    }
    wire.append(contentsOf: words.joined(separator: [32]))
    wire.append(contentsOf: [13, 10])
  }
}
