import Archive
import MailIndex
import Reading
import Testing

@Suite struct QueryReaderTests {
  /// 2026-11-23 14:15 UTC.
  private static let now: Int64 = 1_795_443_300

  private func read(_ query: String, accounts: [String]? = nil) throws(QueryFault) -> SearchQuery {
    try QueryReader.read(query, now: Self.now, zone: .fixed(3600), accounts: accounts)
  }

  private static func words(
    _ field: WordMatch.Field, _ words: String..., isPrefix: Bool = false
  ) -> SearchQuery {
    .words(WordMatch(field, words, isPrefix: isPrefix))
  }

  private static let meanings: [(String, SearchQuery)] = [
    ("*", .everything),
    ("report", words(.anywhere, "report")),
    ("Größe", words(.anywhere, "grosse")),
    ("annual report", .all([words(.anywhere, "annual"), words(.anywhere, "report")])),
    (#""annual report""#, words(.anywhere, "annual", "report")),
    ("“annual report”", words(.anywhere, "annual", "report")),
    ("re-use", words(.anywhere, "re", "use")),
    ("invoi*", words(.anywhere, "invoi", isPrefix: true)),
    (#""annual rep*""#, words(.anywhere, "annual", "rep", isPrefix: true)),
    (#""annual rep"*"#, words(.anywhere, "annual", "rep", isPrefix: true)),
    ("東京*", words(.anywhere, "東", "京")),
    ("from:alice", words(.from, "alice")),
    ("FROM:Alice", words(.from, "alice")),
    ("from:alice@example.org", words(.from, "alice", "example", "org")),
    ("to:bob cc:bob bcc:bob", .all([words(.to, "bob"), words(.to, "bob"), words(.to, "bob")])),
    (#"subject:"annual report""#, words(.subject, "annual", "report")),
    ("subject:annu*", words(.subject, "annu", isPrefix: true)),
    ("body:report", words(.body, "report")),
    ("filename:report", words(.filename, "report")),
    ("filename:*.PDF", .filename("*.pdf")),
    (#"filename:"annual report?.pdf""#, .filename("annual report?.pdf")),
    ("filename:report(1).pdf", words(.filename, "report", "1", "pdf")),
    ("filename:*", .hasAttachment),
    ("account:work", .account("work")),
    ("has:attachment", .hasAttachment),
    ("is:unread", .not(.flag("S"))),
    ("is:read is:flagged", .all([.flag("S"), .flag("F")])),
    ("is:replied is:forwarded", .all([.flag("R"), .flag("P")])),
    ("is:draft is:trashed", .all([.flag("D"), .flag("T")])),
    ("is:duplicate", .isDuplicate),
    ("larger:5M", .octets(5_000_001...Int64.max)),
    ("larger:1.5kb", .octets(1501...Int64.max)),
    ("larger:64KiB", .octets(65_537...Int64.max)),
    ("smaller:100", .octets(0...99)),
    ("thread:5F3a", .thread("5f3a")),
    ("id:5f3a9c01d2", .hash("5f3a9c01d2")),
    ("messageid:<1@example.org>", .messageID("1@example.org")),
    ("mid:1@example.org", .messageID("1@example.org")),
    ("-draft", .not(words(.anywhere, "draft"))),
    ("NOT draft", .not(words(.anywhere, "draft"))),
    ("-from:alice", .not(words(.from, "alice"))),
    ("-(a OR b)", .not(.any([words(.anywhere, "a"), words(.anywhere, "b")]))),
    ("a AND b", .all([words(.anywhere, "a"), words(.anywhere, "b")])),
    ("a OR b", .any([words(.anywhere, "a"), words(.anywhere, "b")])),
    ("a or b", .all([words(.anywhere, "a"), words(.anywhere, "or"), words(.anywhere, "b")])),
    (
      "a b OR c",
      .any([.all([words(.anywhere, "a"), words(.anywhere, "b")]), words(.anywhere, "c")])
    ),
    (
      "a (b OR c)",
      .all([words(.anywhere, "a"), .any([words(.anywhere, "b"), words(.anywhere, "c")])])
    ),
    ("from:(alice OR bob)", .any([words(.from, "alice"), words(.from, "bob")])),
    ("* report", words(.anywhere, "report")),
    ("research & development", .all([words(.anywhere, "research"), words(.anywhere, "development")])),
    ("report - final", .all([words(.anywhere, "report"), words(.anywhere, "final")])),
    ("http://example.org", words(.anywhere, "http", "example", "org")),
    ("foo://bar", words(.anywhere, "foo", "bar")),
    ("mailto:bob", words(.anywhere, "mailto", "bob")),
    ("10:30", words(.anywhere, "10", "30")),
    ("Re: report", .all([words(.anywhere, "re"), words(.anywhere, "report")])),
    (#""form:alice""#, words(.anywhere, "form", "alice")),
  ]

  @Test(arguments: meanings) func `a query means`(text: String, query: SearchQuery) throws {
    #expect(try read(text) == query)
  }

  @Test func `every flag, field and form that the documents name is read`() throws {
    for (text, _) in Self.meanings { #expect(throws: Never.self) { try read("(\(text)) -(\(text))") } }
  }

  /// The query, the place of the fault in it, and words of the sentence.
  private static let faults: [(String, String, String)] = [
    ("form:alice report", "^^^^", #"There is no field "form": did you mean "from"?"#),
    ("report sujbect:x", "       ^^^^^^^", #"did you mean "subject"?"#),
    ("sender:bob", "^^^^^^", #"did you mean "from"?"#),
    ("older:30d", "^^^^^", #"did you mean "before"?"#),
    ("zzzzzz:30d", "^^^^^^", "put it in quotes"),
    ("from:", "^^^^^", "nothing to look for"),
    ("from: alice", "^^^^^", "nothing to look for"),
    (#"from:"""#, "     ^^", "nothing to look for"),
    (#"a """#, "  ^^", "no letter and no digit"),
    ("from:*", "     ^", "no letter and no digit"),
    ("from:@", "     ^", "no letter and no digit"),
    (#"a "b c"#, "  ^", "not closed"),
    ("(a b", "^", "not closed"),
    ("a from:(b", "       ^", "not closed"),
    ("a) b", " ^", "closes"),
    ("a ()", "  ^^", "parentheses"),
    ("a OR", "  ^^", "both sides of OR"),
    ("OR a", "^^", "both sides of OR"),
    ("a AND", "  ^^^", "both sides of AND"),
    ("AND a", "^^^", "both sides of AND"),
    ("a NOT", "  ^^^", "leave out"),
    ("a NOT OR b", "  ^^^", "leave out"),
    ("*port", "^^^^^", "end of a word"),
    ("from:a*b", "     ^^^", "end of a word"),
    ("x a*", "  ^^", "At least two"),
    ("after:2024-13", "      ^^^^^^^", "This is no date"),
    ("after:2024-02-30", "      ^^^^^^^^^^", "This is no date"),
    ("before:31.12.2024", "       ^^^^^^^^^^", "This is no date"),
    ("before:30x", "       ^^^", "This is no date"),
    ("date:2024..2023", "     ^^^^^^^^^^", "before it begins"),
    ("date:..", "     ^^", "on one side"),
    ("larger:big", "       ^^^", "larger:5M"),
    ("smaller:0", "        ^", "smaller than that"),
    ("has:wings", "    ^^^^^", "has:attachment"),
    ("is:unred", "   ^^^^^", #"did you mean "unread"?"#),
    ("is:qqqqqqq", "   ^^^^^^^", "flagged"),
    ("id:xyz", "   ^^^", "digits"),
    ("thread:xyz", "       ^^^", "digits"),
    ("account:wrok", "        ^^^^", #"has no account "wrok". Did you mean "work"?"#),
    ("account:zzzz", "        ^^^^", "home, work"),
    ("", "^", "nothing to look for"),
    ("&", "^", "nothing to look for"),
  ]

  @Test(arguments: faults)
  func `a fault points at its place`(text: String, mark: String, sentence: String) throws {
    let fault = try #require(throws: QueryFault.self) { try read(text, accounts: ["home", "work"]) }
    #expect(fault.message.contains(sentence), "\(fault.message)")
    #expect(fault.message.hasSuffix(".") || fault.message.hasSuffix("?"), "\(fault.message)")
    #expect(fault.lines() == ["  \(text)", "  \(mark)"])
  }

  @Test func `an account that there is not is told from what is no query`() throws {
    let unknown = try #require(throws: QueryFault.self) {
      try read("a account:zzzz", accounts: ["home", "work"])
    }
    #expect(unknown.unknownAccount == UnknownAccount("zzzz", known: ["home", "work"]))
    #expect(unknown.message == "The archive has no account \"zzzz\". It has: home, work.")
    #expect(try #require(throws: QueryFault.self) { try read("is:zzzz") }.unknownAccount == nil)
  }

  @Test func `the line of a fault is cut around its place, and holds nothing harmful`() throws {
    let long =
      String(repeating: "word ", count: 100) + "form:\u{1B}[31m日本 " + String(repeating: "more ", count: 50)
    let lines = try #require(throws: QueryFault.self) { try read(long) }.lines(width: 60)
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { TerminalText.columns($0) <= 60 && TerminalText.line($0) == $0 })
    let start = try #require(lines[1].firstIndex(of: "^"))
    #expect(
      String(lines[0].dropFirst(lines[1].distance(from: lines[1].startIndex, to: start))).hasPrefix("form:"))
  }

  @Test func `what is nested too deeply or too long is refused`() throws {
    #expect(throws: Never.self) {
      try read(String(repeating: "(", count: 90) + "a" + String(repeating: ")", count: 90))
    }
    for text in [
      String(repeating: "(", count: 5000), String(repeating: "-", count: 5000) + "a",
      String(repeating: "NOT ", count: 2000) + "a", String(repeating: "a", count: 10_001),
    ] { #expect(throws: QueryFault.self) { try read(text) } }
  }

  @Test func `no text ends the program`() {
    var generator = SystemRandomNumberGenerator()
    let pieces = [
      "(", ")", "\"", "-", " ", "*", "OR", "AND", "NOT", "from:", "date:", "a", "日", "..", "7d", "\u{1B}",
      ":", "“", "\n",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
        pieces.randomElement(using: &generator)
      }.joined()
      do throws(QueryFault) { _ = try read(text) } catch {
        #expect(error.range.upperBound <= max(1, text.count))
        #expect(error.lines().count == 2)
      }
    }
  }
}
