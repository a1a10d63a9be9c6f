/// Files that stand uuencoded within plain text, as mail had them before MIME. They are no text of the message.
enum EmbeddedFiles {
  /// The text with a line in place of each file: `[file.zip]`; nil where there is none.
  static func leaveOut(of text: [UInt8]) -> [UInt8]? {
    var output: [UInt8]?
    var kept = 0
    var start = 0
    // From the first file whose end was searched for in vain, there is no other.
    while let line = text.span.firstBegin(from: start) {
      guard let end = end(of: line, in: text.span) else {
        start = line.upperBound
        continue
      }
      var replaced = output ?? []
      replaced += text[kept..<line.lowerBound]
      replaced.append(UInt8(ascii: "["))
      replaced += text[line].dropFirst(10).prefix(200).filter { $0 >= .space }
      replaced += [UInt8(ascii: "]"), .lineFeed]
      output = replaced
      kept = end
      start = end
    }
    guard var output else { return nil }
    output += text[kept...]
    return output
  }

  /// The offset behind the line `end`, where all lines between are such lines.
  private static func end(of begin: Range<Int>, in text: Span<UInt8>) -> Int? {
    var start = begin.upperBound + 1
    var lines = 0
    while start < text.count {
      let lineFeed = text.first(.lineFeed, from: start) ?? text.count
      let line = text.trimmedRight(start..<lineFeed)
      if text.spells("end", at: line) { return lines > 0 ? min(lineFeed + 1, text.count) : nil }
      guard isEncoded(text, line) else { return nil }
      lines += 1
      start = lineFeed + 1
    }
    return nil
  }

  /// A line says how many octets it has, and is about as long as they need.
  private static func isEncoded(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    guard let first = line.first else { return true }
    guard text[first] >= 0x20, text[first] <= 0x60 else { return false }
    let octets = Int(text[first] & 0x3F ^ 0x20)
    let length = (octets + 2) / 3 * 4
    // Blanks at the end may have been lost, and some add a check digit.
    return line.count - 1 <= length + 2 && (line.count - 1) * 2 >= length
  }
}

extension Span<UInt8> {
  /// The next line `begin 644 name`, without its line end.
  fileprivate func firstBegin(from start: Int) -> Range<Int>? {
    var search = start
    while let letter = first(UInt8(ascii: "b"), from: search) {
      search = letter + 1
      guard letter == 0 || self[letter - 1] == .lineFeed, letter + 11 <= count,
        spells("begin ", at: letter..<letter + 6), self[letter] == UInt8(ascii: "b"),
        self[letter + 9] == .space,
        (letter + 6..<letter + 9).allSatisfy({ self[$0] &- 0x30 < 8 })
      else { continue }
      return trimmedRight(letter..<(first(.lineFeed, from: letter) ?? count))
    }
    return nil
  }

  fileprivate func trimmedRight(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, self[end - 1].isBlank { end -= 1 }
    return range.lowerBound..<end
  }
}
