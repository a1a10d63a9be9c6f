/// Decodes one unfolded value with its encoded words.
struct EncodedWordReader {
  private let raw: [UInt8]
  private var text = ""
  private var literalStart = 0
  private var pending: (charset: [UInt8], octets: [UInt8])?

  init(_ raw: [UInt8]) { self.raw = raw }

  mutating func read(_ charsets: inout CharsetDecoder) -> String {
    var index = 0
    while let found = raw.span.first(.equals, from: index) {
      guard let word = EncodedWordSlice(raw.span, at: found) else {
        index = found + 1
        continue
      }
      appendLiteral(upTo: found, beforeWord: true, &charsets)
      append(word, &charsets)
      literalStart = word.end
      index = word.end
    }
    appendLiteral(upTo: raw.count, beforeWord: false, &charsets)
    flush(&charsets)
    return text
  }

  /// Blanks between two encoded words belong to neither (RFC 2047 §6.2).
  private mutating func appendLiteral(upTo end: Int, beforeWord: Bool, _ charsets: inout CharsetDecoder) {
    let literal = raw[literalStart..<end]
    if literal.isEmpty || (beforeWord && pending != nil && literal.allSatisfy(\.isBlank)) { return }
    flush(&charsets)
    text += charsets.guess(Array(literal))
  }

  private mutating func append(_ word: EncodedWordSlice, _ charsets: inout CharsetDecoder) {
    let octets =
      switch word.encoding {
      case .quoted: TransferEncoding.quoted(raw[word.text])
      case .base64: TransferEncoding.base64(raw[word.text])
      }
    // RFC 2231 §5: `charset*language`.
    let charset = raw[word.charset].prefix { $0 != UInt8(ascii: "*") }.map(\.lowered)
    if pending?.charset == charset {
      pending?.octets += octets
    } else {
      flush(&charsets)
      pending = (charset, octets)
    }
  }

  private mutating func flush(_ charsets: inout CharsetDecoder) {
    guard let word = pending else { return }
    pending = nil
    text += charsets.decode(word.octets, charset: word.charset)
  }
}
