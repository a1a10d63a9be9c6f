import Reading
import Testing

@Suite struct TerminalTextTests {
  @Test(
    arguments: [
      ("plain text", "plain text"),
      ("Grüße, 日本 👩‍👩‍👧", "Grüße, 日本 👩‍👩‍👧"),
      ("\u{1B}]0;title\u{07}", "\u{FFFD}]0;title\u{FFFD}"),
      ("\u{9B}31m", "\u{FFFD}31m"),
      ("a\r\nb\tc", "a b c"),
      ("\u{301}a\r\n\n", "\u{301}a  "),
      ("\0\u{7F}", "\u{FFFD}\u{FFFD}"),
      ("invoice\u{202E}fdp.exe", "invoice\u{FFFD}fdp.exe"),
      ("\u{2066}a\u{2069}", "\u{FFFD}a\u{FFFD}"),
      ("a\u{200F}b\u{FEFF}c", "abc"),
      ("one\u{2028}two\u{2029}three", "one two three"),
      ("tag\u{E0041}", "tag\u{FFFD}"),
      ("private\u{E000}\u{FFFFF}", "private\u{FFFD}\u{FFFD}"),
      ("e\u{301}", "e\u{301}"),
    ])
  func `text from mail is harmless on one line`(text: String, line: String) {
    #expect(TerminalText.line(text).unicodeScalars.elementsEqual(line.unicodeScalars))
  }

  @Test func `endless accents on a letter end`() {
    let line = TerminalText.line("a" + String(repeating: "\u{301}", count: 10_000) + "b")
    #expect(line.unicodeScalars.count < 20)
    #expect(line.hasSuffix("b"))
  }

  @Test(
    arguments: [
      ("", 0), ("abc", 3), ("Grüße", 5), ("日本", 4), ("ｶﾅ", 2), ("한국", 4), ("e\u{301}", 1), ("ไทย", 3),
      ("👍", 2),
      ("\u{FFFD}", 1), ("…", 1), ("か\u{3099}", 2), ("a\u{200D}b", 2), ("Ａ", 2), ("𠀀", 2),
    ])
  func `a text takes the columns that a terminal gives it`(text: String, columns: Int) {
    #expect(TerminalText.columns(text) == columns)
  }

  @Test(
    arguments: [
      ("abc", 5, "abc  "), ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"),
      ("日本語", 4, "日… "), ("日本語", 1, "…"), ("日本語", 0, ""), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
      ("\u{1B}[2J", 3, "\u{FFFD}[…"), ("", 2, "  "),
    ])
  func `a cell has exactly its columns`(text: String, columns: Int, cell: String) {
    #expect(TerminalText.cell(text, columns: columns) == cell)
    #expect(TerminalText.columns(TerminalText.cell(text, columns: columns)) == columns)
  }
}
