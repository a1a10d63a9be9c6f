extension JSONReader {
  /// Steps over white space and comments of both kinds.
  mutating func skipSpace() throws(ConfigurationFailure) {
    while let byte = peek() {
      switch byte {
      case 10, 13: _ = skipLineEnd()
      case 9, 11, 12, 32: index += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): try skipBlockComment()
      case ..<0x80: return
      case _:
        // No-break space, byte order mark, line and paragraph separator.
        if follows("\u{A0}") {
          index += 2
        } else if follows("\u{FEFF}") || follows("\u{2028}") || follows("\u{2029}") {
          index += 3
        } else {
          return
        }
      }
    }
  }

  private mutating func skipLine() {
    while let byte = peek(), byte != 10, byte != 13 { index += 1 }
  }

  private mutating func skipBlockComment() throws(ConfigurationFailure) {
    let start = position()
    index += 2
    while let byte = peek() {
      if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        index += 2
        return
      }
      if !skipLineEnd() { index += 1 }
    }
    throw failure("the comment that begins here is not closed", at: start)
  }
}
