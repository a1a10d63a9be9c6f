extension TerminalText {
  /// The lines of a text from mail, each harmless: tabs go on to the next eighth column, blanks at the ends of lines go.
  package static func lines(_ text: String) -> [String] {
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
      .map { trimmed(line(expanded($0))) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// `text`, a harmless line, in lines of at most `columns`, broken at blanks; what was quoted stays so. A word that is
  /// longer has a line of its own, so that an address can be clicked on.
  package static func wrapped(_ text: String, columns limit: Int) -> [String] {
    guard columns(text) > limit else { return [text] }
    let quote = text.prefix { $0 == ">" || $0 == " " }
    let mark = quote.contains(">") && columns(String(quote)) < limit / 2 ? String(quote) : ""
    var lines: [String] = []
    var line = mark
    var width = columns(mark)
    var isEmpty = true
    for word in text.dropFirst(mark.count).split(separator: " ", omittingEmptySubsequences: false) {
      let wide = columns(String(word))
      if !isEmpty, width + 1 + wide > limit {
        lines.append(trimmed(line))
        (line, width, isEmpty) = (mark, columns(mark), true)
        if word.isEmpty { continue }
      }
      line += (isEmpty ? "" : " ") + word
      width += wide + (isEmpty ? 0 : 1)
      isEmpty = false
    }
    if !isEmpty { lines.append(trimmed(line)) }
    return lines
  }

  private static func expanded(_ line: Substring) -> Substring {
    guard line.utf8.contains(9) else { return line }
    var text = ""
    var column = 0
    for character in line {
      let width = character == "\t" ? 8 - column % 8 : columns(String(character))
      text += character == "\t" ? String(repeating: " ", count: width) : String(character)
      column += width
    }
    return text[...]
  }

  private static func trimmed(_ line: String) -> String {
    guard line.utf8.last == 32 else { return line }
    var text = line[...]
    while text.utf8.last == 32 { text = text.dropLast() }
    return String(text)
  }

  private static func line(_ text: Substring) -> String { line(String(text)) }
}
