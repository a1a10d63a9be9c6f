import Reading

/// What leaves the archive: an mbox gives each message back, and nothing that reaches a terminal is obeyed there.
enum ExportFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let columns = Int(input.octet() % 90)
    let cuts = input.cuts()
    let message = Array(input.rest)
    checkMbox(message, cuts)
    checkTerminal(String(decoding: message, as: UTF8.self), columns)
  }

  private static func checkMbox(_ message: [UInt8], _ cuts: [Cuts]) {
    var expected = lineEnds(message)
    if let last = expected.last, last != 10 { expected.append(10) }
    for cut in cuts {
      var encoder = MboxEncoder()
      var text: [UInt8] = []
      cut.forEachPiece(of: message) { text += encoder.encode($0) }
      text += encoder.finish()
      demand(text.last == 10, "a blank line ends the message")
      demand(unquoted(text.dropLast()) == expected, "an mbox gives the message back")
    }
  }

  /// LF for each CRLF.
  private static func lineEnds(_ message: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for octet in message {
      if octet == 10, text.last == 13 { text.removeLast() }
      text.append(octet)
    }
    return text
  }

  /// The text without the `>` that mboxrd puts before `From `; no line may begin with that word.
  private static func unquoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let lines = text.split(separator: 10, omittingEmptySubsequences: false).map { line -> ArraySlice<UInt8> in
      let word = line.drop { $0 == 62 }
      guard word.starts(with: Array("From ".utf8)) else { return line }
      demand(line.first == 62, "no line of a message begins like a message")
      return line.dropFirst()
    }
    return Array(lines.joined(separator: [10]))
  }

  private static func checkTerminal(_ text: String, _ columns: Int) {
    let line = TerminalText.line(text)
    checkHarmless(line)
    demand(TerminalText.line(line).utf8.elementsEqual(line.utf8), "what is harmless stays as it is")
    demand(line.utf8.count <= 3 * text.utf8.count, "a line does not grow without bounds")
    let cell = TerminalText.cell(text, columns: columns)
    checkHarmless(cell)
    demand(TerminalText.columns(cell) == columns, "a cell is as wide as it is to be")
    demand(TerminalText.columns(TerminalText.cut(line, columns: columns)) <= columns, "a cut line fits")
  }

  private static func checkHarmless(_ text: String) {
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      let isObeyed =
        [.control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse].contains(category)
        || [0x200E, 0x200F, 0x061C].contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
      demand(!isObeyed, "nothing that a terminal obeys comes out")
    }
  }
}
