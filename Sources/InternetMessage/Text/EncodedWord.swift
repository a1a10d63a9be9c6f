/// An encoded word, `=?charset?Q?text?=` (RFC 2047), and where its parts stand.
public enum EncodedWord {
  /// The text of an unstructured value: unfolded, encoded words decoded, raw 8-bit octets guessed.
  ///
  /// Neighbouring words are joined before their charset is applied, so a character that was cut between two words
  /// comes out whole. Octets that the charset does not know become U+FFFD. At most 64 KB are decoded.
  public static func decode(_ raw: [UInt8]) -> String {
    var decoder = TextDecoder()
    return decoder.text(raw.span, raw.indices)
  }
}

/// The parts of one encoded word.
struct EncodedWordSlice {
  enum Encoding { case quoted, base64 }

  let charset: Range<Int>
  let encoding: Encoding
  let text: Range<Int>

  /// The offset after the closing `?=`.
  let end: Int

  private static let charsetLimit = 64

  /// The word that starts at `start`, where there is one.
  ///
  /// Blanks inside the text and a missing `?=` at the end of the value are taken as real mail has them. The text
  /// never runs over the start of another word, which keeps a scan of many broken words linear.
  init?(_ raw: Span<UInt8>, at start: Int) {
    guard start + 6 < raw.count, raw[start] == .equals, raw[start + 1] == .question else { return nil }
    var index = start + 2
    while index < raw.count, raw[index] != .question {
      if raw[index] <= .space || index - start > Self.charsetLimit { return nil }
      index += 1
    }
    guard index + 2 < raw.count, raw[index + 2] == .question else { return nil }
    switch raw[index + 1].lowered {
    case UInt8(ascii: "q"): encoding = .quoted
    case UInt8(ascii: "b"): encoding = .base64
    default: return nil
    }
    charset = start + 2..<index
    guard let textEnd = Self.textEnd(raw, from: index + 3) else { return nil }
    text = index + 3..<textEnd
    end = min(textEnd + 2, raw.count)
  }

  private static func textEnd(_ raw: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    var sawBlank = false
    while index < raw.count {
      let octet = raw[index]
      let next = index + 1 < raw.count ? raw[index + 1] : 0
      if octet == .question, next == .equals { return index }
      if octet == .equals, next == .question, index + 2 >= raw.count || raw[index + 2] != .equals {
        return nil
      }
      sawBlank = sawBlank || octet.isBlank
      index += 1
    }
    return sawBlank ? nil : index
  }
}
