/// Some of a message's text, around the first of the words that were looked for.
package struct Snippet: Sendable {
  /// Octets of a message that are looked at, at most: what comes first is what people write, attachments stand behind it.
  package static let fileLimit = 1 << 18

  /// Octets of a message's text that are looked at, at most.
  package static let textLimit = 65_536

  /// One line, the words marked; empty where the message has no text.
  package let line: MarkedText

  /// - Parameters:
  ///   - text: UTF-8, as much of it as was read.
  ///   - columns: the room for the line.
  package init(_ text: [UInt8], _ sought: SoughtWords, columns: Int) {
    // All of it need not be put on one line for the little that is shown.
    let top = text.firstIndex { $0 > 32 } ?? 0
    let first = sought.first(in: text.span) ?? top
    let far = first - columns * 4
    let begin = far <= top ? top : Self.wordStart(text, from: far, before: first)
    // A column takes an octet in most text; where it takes more, or much of the text is blank, more is read.
    var line = MarkedText()
    for room in [columns * 2 + 256, columns * 16 + 1_024] {
      let end = min(text.count, first + room)
      line = Self.line(text, begin..<end, isTop: begin <= top, sought, columns: columns)
      if end == text.count || line.columns >= columns { break }
    }
    self.line = line.cut(columns: columns)
  }

  /// The text of `range` on one line, which may be longer than asked for.
  private static func line(
    _ text: [UInt8], _ range: Range<Int>, isTop: Bool, _ sought: SoughtWords, columns: Int
  ) -> MarkedText {
    let octets = onOneLine(text[range], isStart: isTop || text[range.lowerBound - 1] == 10)
    let hits = sought.ranges(in: octets.span)
    var start = 0
    // A third of the line tells what it is about, the hit stands behind it.
    if let hit = hits.first, hit.upperBound > columns * 2 / 3 {
      start = wordStart(octets, from: hit.lowerBound - columns / 3, before: hit.lowerBound)
    }
    // A character has no more than four octets, and what sits on others no column.
    let end = characterStart(octets, min(octets.count, start + columns * 8))
    var line = MarkedText(start > 0 || !isTop ? "…" : "")
    line = line + sought.marked(octets, start..<end, hits)
    if end < octets.count || text[range.upperBound...].contains(where: { $0 > 32 }) {
      line.append("…", isMarked: false)
    }
    return line
  }

  /// Blanks and line ends between words are one blank; marks of quoting at the beginnings of lines go.
  ///
  /// - Parameter isStart: the text begins a line.
  private static func onOneLine(_ text: ArraySlice<UInt8>, isStart: Bool) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(text.count)
    var isStart = isStart
    for octet in text {
      if octet <= 32 {
        isStart = isStart || octet == 10 || octet == 13
        if let last = line.last, last != 32 { line.append(32) }
      } else if isStart, octet == UInt8(ascii: ">") {
        continue
      } else {
        isStart = false
        line.append(octet)
      }
    }
    if line.last == 32 { line.removeLast() }
    return line
  }

  /// The beginning of a word at or behind `position`, else a beginning of a character.
  private static func wordStart(_ octets: [UInt8], from position: Int, before end: Int) -> Int {
    let position = max(0, position)
    let blank = octets[position..<end].firstIndex { $0 <= 32 }
    return blank.map { $0 + 1 } ?? characterStart(octets, position)
  }

  private static func characterStart(_ octets: [UInt8], _ position: Int) -> Int {
    var position = position
    while position < octets.count, octets[position] & 0xC0 == 0x80 { position += 1 }
    return position
  }
}
