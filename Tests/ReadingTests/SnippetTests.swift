import MailIndex
import Reading
import Testing

@Suite struct SnippetTests {
  private func sought(_ query: String) throws -> SoughtWords {
    SoughtWords(try QueryReader.read(query, now: 0), in: [.anywhere, .body])
  }

  /// The line with its marks as brackets.
  private func snippet(_ text: String, _ query: String, columns: Int = 60) throws -> String {
    let line = Snippet(Array(text.utf8), try sought(query), columns: columns).line
    #expect(line.columns <= columns)
    #expect(TerminalText.line(line.plain) == line.plain)
    return line.pieces.map { $0.isMarked ? "[\($0.text)]" : $0.text }.joined()
  }

  @Test(
    arguments: [
      ("the report", "Here is the report.", "Here is [the] [report]."),
      (#""the report""#, "the one, the report", "the one, [the report]"),
      (#""a b""#, "a a b", "a [a b]"),
      ("REPORT", "a report, Reports", "a [report], Reports"),
      ("rep*", "a report, Reports", "a [report], [Reports]"),
      ("report OR one -two", "one two report", "[one] two [report]"),
      ("from:alice body:report", "alice report", "alice [report]"),
      ("東京", "来週東京で", "来週[東京]で"),
      ("zebra", "a text without it", "a text without it"),
      ("zebra", "", ""),
      ("is:unread", "text", "text"),
      ("end", "> quoted\n>> twice\n  the\t\tend \r\n\r\n", "quoted twice the [end]"),
      ("b", "a\u{1B}[31m\u{9B}\u{202E} b", "a [31m\u{FFFD}\u{FFFD} [b]"),
    ])
  func `the words that were looked for are marked in one line`(query: String, text: String, line: String)
    throws
  {
    #expect(try snippet(text, query) == line)
  }

  @Test func `the line is around the first hit`() throws {
    let text =
      String(repeating: "before ", count: 100) + "here is the needle of it "
      + String(repeating: "after ", count: 100)
    let line = try snippet(text, "needle")
    #expect(line.hasPrefix("…before ") && line.hasSuffix("…"))
    #expect(line.contains(" here is the [needle] of it after"))
    let first = try snippet("needle " + text, "needle")
    #expect(first.hasPrefix("[needle] before"))
  }

  @Test func `blanks between words leave room for others`() throws {
    let far =
      "needle" + String(repeating: " \n", count: 400) + "one" + String(repeating: "\t", count: 500) + "two"
    #expect(try snippet(far, "needle") == "[needle] one two")
    #expect(try snippet(far + " three", "three") == "…two [three]")
    #expect(try snippet("é " + far, "needle") == "é [needle] one two")
    let quoted = String(repeating: "> > > > >\n", count: 100)
    #expect(try snippet("needle\n" + quoted + "end", "needle") == "[needle] end")
  }

  @Test func `the first of several words is what the line is around, whichever was asked for first`() throws {
    let filler = String(repeating: " filler", count: 300)
    for query in ["early OR late", "late OR early", "missing OR late OR early"] {
      for text in ["early\(filler) late\(filler)", "früh early\(filler) late\(filler)"] {
        let line = try snippet(text, query, columns: 40)
        #expect(line.contains("[early] filler") && line.hasSuffix("…") && !line.contains("late"))
      }
    }
  }

  @Test func `wide characters, marks and octets that are no text keep within the line`() throws {
    for filler in ["日本語", "e\u{301}\u{301}", "👩‍👩‍👧", "\u{FF}x"] {
      for columns in [20, 61, 160] {
        _ = try snippet(
          String(repeating: filler, count: 200) + " needle " + String(repeating: filler, count: 200),
          "needle", columns: columns)
      }
    }
    let broken = Snippet(
      Array(repeating: 0x80, count: 1000) + Array(" needle ".utf8), try sought("needle"), columns: 40)
    #expect(broken.line.columns <= 40)
    #expect(broken.line.pieces.contains { $0.isMarked })
  }
}

@Suite struct MarkedTextTests {
  private func line(_ pieces: (String, Bool)...) -> MarkedText {
    var line = MarkedText()
    for (text, isMarked) in pieces { line.append(text, isMarked: isMarked) }
    return line
  }

  @Test func `marks are shown where they are wanted, and nothing else is obeyed`() {
    let line = line(("a \u{1B}[2J", false), ("b\u{9B}", true), (" c", false))
    #expect(line.text(isStyled: false) == "a \u{FFFD}[2Jb\u{FFFD} c")
    #expect(line.text(isStyled: true) == "a \u{FFFD}[2J\u{1B}[1;7mb\u{FFFD}\u{1B}[0m c")
  }

  @Test func `a line is cut where the columns end, within a mark too`() {
    let line = line(("one ", false), ("two", true), (" three", false))
    #expect(line.cut(columns: 13) == line)
    #expect(line.cut(columns: 8).plain == "one two…")
    #expect(line.cut(columns: 7).plain == "one tw…")
    #expect(line.cut(columns: 6).plain == "one t…")
    #expect(line.cut(columns: 6).pieces.last?.isMarked == true)
    for columns in 1...14 { #expect(line.cut(columns: columns).columns <= columns) }
    #expect(line.cell(columns: 20).columns == 20 && line.cell(columns: 5).columns == 5)
  }

  @Test func `a letter keeps its accent where a line is cut, or goes with it`() {
    let line = line(("one ", false), ("ae\u{301}o", true), ("日本語", false))
    #expect(line.columns == 13)
    let cuts = [
      "…", "o…", "on…", "one…", "one …", "one a…", "one ae\u{301}…", "one ae\u{301}o…", "one ae\u{301}o…",
    ]
    for (cut, columns) in zip(cuts, 1...) { #expect(line.cut(columns: columns).plain == cut) }
    #expect(line.cut(columns: 10).plain == "one ae\u{301}o日…" && line.cut(columns: 13) == line)
  }
}
