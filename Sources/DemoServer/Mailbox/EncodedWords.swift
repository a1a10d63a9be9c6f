/// Header text outside US-ASCII as encoded words (RFC 2047), folded.
enum EncodedWords {
  enum Form {
    case base64
    case quoted
  }

  // A word has at most 75 characters; as many octets fit into it, charset and marks taken off.
  private static let base64Octets = 36
  private static let quotedCharacters = 50

  static func encode(_ text: String, charset: String, form: Form) -> String {
    let whole = EncodedText(text, preferred: charset)
    guard whole.charset != "us-ascii", let charset = Charset(whole.charset) else { return text }
    var words: [String] = []
    var run = ""
    // Each word is whole characters, and begins and ends in the charset's first state.
    for character in text {
      let longer = run + String(character)
      if run.isEmpty || fits(charset.encode(longer) ?? [], form) {
        run = longer
      } else {
        words.append(word(charset.encode(run) ?? [], whole.charset, form))
        run = String(character)
      }
    }
    words.append(word(charset.encode(run) ?? [], whole.charset, form))
    return words.joined(separator: "\r\n ")
  }

  private static func fits(_ octets: [UInt8], _ form: Form) -> Bool {
    switch form {
    case .base64: octets.count <= base64Octets
    case .quoted: quoted(octets).utf8.count <= quotedCharacters
    }
  }

  private static func word(_ octets: [UInt8], _ charset: String, _ form: Form) -> String {
    switch form {
    case .base64: "=?\(charset)?B?\(TransferEncoding.base64Text(octets))?="
    case .quoted: "=?\(charset)?Q?\(quoted(octets))?="
    }
  }

  private static func quoted(_ octets: [UInt8]) -> String {
    octets.map { octet in
      switch octet {
      case 32: "_"
      case 48...57, 65...90, 97...122: String(UnicodeScalar(octet))
      case _: TransferEncoding.escape(octet)
      }
    }.joined()
  }
}
