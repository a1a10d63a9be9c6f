/// Turns the octets of header fields into text: folds, encoded words (RFC 2047), raw 8-bit.
///
/// One decoder serves one header, so that the work which a hostile header can ask for is bounded as a whole.
struct TextDecoder {
  /// The octets of one value that are decoded, at most.
  static let octetLimit = 1 << 16

  var charsets = CharsetDecoder()

  /// The text of the value at `range`.
  mutating func text(_ header: Span<UInt8>, _ range: Range<Int>) -> String {
    decode(header.extracting(header.trimmed(range)))
  }

  /// The text of a whole value, without blanks at its ends.
  mutating func decode(_ value: Span<UInt8>) -> String {
    if isPlain(value) { return value.extracting(first: Self.octetLimit).text }
    var words = EncodedWordReader(unfolded(value))
    return words.read(&charsets)
  }

  /// Whether the octets are their own text: printable ASCII on one line, without an encoded word.
  private func isPlain(_ value: Span<UInt8>) -> Bool {
    var previous: UInt8 = 0
    for index in value.indices {
      let octet = value[index]
      if octet < .space || octet > 0x7E || (octet == .question && previous == .equals) { return false }
      previous = octet
    }
    return true
  }

  /// The value on one line (RFC 5322 §2.2.3): line ends go, and the tab that starts a continuation becomes a blank.
  private func unfolded(_ value: Span<UInt8>) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(min(value.count, Self.octetLimit))
    var afterFold = false
    for index in value.indices where line.count < Self.octetLimit {
      let octet = value[index]
      if octet == .lineFeed {
        while line.last == .carriageReturn { line.removeLast() }
        afterFold = true
      } else {
        line.append(afterFold && octet == .tab ? .space : octet)
        afterFold = false
      }
    }
    return line
  }
}
