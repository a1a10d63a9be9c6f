import Reading
import Testing

@Suite struct TerminalLinesTests {
  @Test(
    arguments: [
      ("a\nb\r\nc\rd", ["a", "b", "c", "d"]),
      ("a \n\n\nb\n\n", ["a", "", "", "b"]),
      ("a\tb\n12345678\tc", ["a       b", "12345678        c"]),
      ("日\tb", ["日      b"]),
      ("\u{1B}[31m\u{202E}", ["\u{FFFD}[31m\u{FFFD}"]),
      ("", []),
    ])
  func `a text is lines, each harmless`(text: String, lines: [String]) {
    #expect(TerminalText.lines(text) == lines)
  }

  @Test(
    arguments: [
      ("short", ["short"]),
      ("one two three four", ["one two", "three four"]),
      ("> one two three", ["> one two", "> three"]),
      (">> a b c d e f", [">> a b c d", ">> e f"]),
      ("https://example.org/long/path x", ["https://example.org/long/path", "x"]),
      ("日本 日本 日本 日本", ["日本 日本", "日本 日本"]),
      (">>>>>>>>>> too deep to be kept", [">>>>>>>>>>", "too deep", "to be kept"]),
    ])
  func `long lines are broken at blanks, and what is quoted stays so`(line: String, lines: [String]) {
    #expect(TerminalText.wrapped(line, columns: 10) == lines)
  }
}
