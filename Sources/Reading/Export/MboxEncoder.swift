/// Turns messages in wire form into the text of an mbox (mboxrd), however they are cut.
///
/// CRLF becomes LF, a line `From ` behind any number of `>` gets one `>` more, and every message ends in a line
/// end and a blank line.
package struct MboxEncoder {
  private enum Place: Equatable {
    /// At the start of a line, or behind the `>` it starts with.
    case lineStart
    /// Behind so many octets of `From `, which are held.
    case word(Int)
    case line
  }

  private static let word = Array("From ".utf8)
  private var place = Place.lineStart
  private var holdsCarriageReturn = false
  private var hasOpenLine = false

  package init() {}

  /// The text of the next octets of a message.
  package mutating func encode(_ bytes: RawSpan) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.byteCount + 64)
    bytes.withUnsafeBytes { for octet in $0 { take(octet, &text) } }
    return text
  }

  /// What ends the message; the next one may begin.
  package mutating func finish() -> [UInt8] {
    var text: [UInt8] = []
    release(&text)
    if hasOpenLine { text.append(10) }
    text.append(10)
    self = MboxEncoder()
    return text
  }

  private mutating func take(_ octet: UInt8, _ text: inout [UInt8]) {
    if octet == 10 {
      // The CR that is held belongs to this line end.
      holdsCarriageReturn = false
      release(&text)
      text.append(10)
      place = .lineStart
      hasOpenLine = false
      return
    }
    hasOpenLine = true
    if octet == 13 || holdsCarriageReturn {
      release(&text)
      place = .line
      holdsCarriageReturn = octet == 13
      if holdsCarriageReturn { return }
    }
    switch place {
    case .line: text.append(octet)
    case .lineStart where octet == Self.word[0]: place = .word(1)
    case .lineStart:
      text.append(octet)
      if octet != 0x3E { place = .line }
    case .word(let count) where octet == Self.word[count]:
      place = .word(count + 1)
      if count + 1 == Self.word.count {
        text.append(0x3E)
        text += Self.word
        place = .line
      }
    case .word:
      release(&text)
      text.append(octet)
      place = .line
    }
  }

  /// Writes out what was held.
  private mutating func release(_ text: inout [UInt8]) {
    if case .word(let count) = place {
      text += Self.word[..<count]
      place = .line
    }
    if holdsCarriageReturn { text.append(13) }
    holdsCarriageReturn = false
  }
}
