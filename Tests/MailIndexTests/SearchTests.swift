import MailIndex
import TestFiles
import Testing

/// What the index finds is held against what a look at every message finds.
@Suite struct SearchTests {
  @Test func `whatever is asked for, the index finds what a look at every message finds`() throws {
    var random = SeededRandom(seed: 7)
    let made = try MadeSearch(documents: 1_300, &random)
    for _ in 0..<70 {
      let query = MadeQuery.random(&random, depth: 3)
      for order in [SearchOrder.newest, .oldest] {
        #expect(try made.found(query, order) == made.expected(query, order), "\(query) \(order)")
      }
      #expect(try Set(made.found(query, .best)) == Set(made.expected(query, .newest)), "\(query)")
      #expect(try made.count(query) == made.expected(query, .newest).count, "\(query)")
    }
  }

  @Test func `the best come first, and behind those that are ranked every other one that is found`() throws {
    var random = SeededRandom(seed: 10)
    let made = try MadeSearch(documents: 4_500, &random)
    let query = SearchQuery.any([.words(WordMatch(.anywhere, ["ba"])), .octets(1...9_000)])
    let found = try made.found(query, .best)
    #expect(found.count > SearchIndex.rankLimit)
    #expect(found.sorted() == made.expected(query, .newest).sorted())
    let word = SearchQuery.words(WordMatch(.anywhere, ["gula"]))
    let first = try made.found(word, .best)
    let inSubject = Set(try made.found(.words(WordMatch(.subject, ["gula"])), .newest))
    #expect(!inSubject.isEmpty && Set(first.prefix(inSubject.count)) == inSubject)
  }

  @Test func `messages that come later with earlier dates are found in their place`() throws {
    var random = SeededRandom(seed: 8)
    let made = try MadeSearch(documents: 2_500, &random, disorder: 2_000_000)
    for word in ["ba", "ce", "do"] {
      let query = SearchQuery.words(WordMatch(.anywhere, [word]))
      #expect(try made.found(query, .newest, limit: 20) == Array(made.expected(query, .newest).prefix(20)))
      #expect(try made.found(query, .oldest, limit: 20) == Array(made.expected(query, .oldest).prefix(20)))
    }
  }

  @Test
  func `the message itself is looked at only where the index cannot tell, and not before it is its turn`()
    throws
  {
    var random = SeededRandom(seed: 9)
    let made = try MadeSearch(documents: 3_000, &random)
    let phrase = SearchQuery.words(WordMatch(.anywhere, ["ba", "ce"]))
    made.examiner.looks = 0
    let found = try made.found(phrase, .newest, limit: 5)
    #expect(found.count == 5)
    #expect(made.examiner.looks < 60)
    made.examiner.looks = 0
    _ = try made.found(.all([.words(WordMatch(.subject, ["ba"])), .not(.hasAttachment)]), .newest)
    #expect(made.examiner.looks == 0)
  }

  @Test
  func
    `words that begin as many others do are looked for in the newest messages, as long as that finds them`()
    throws
  {
    var random = SeededRandom(seed: 11)
    let made = try MadeSearch(documents: 3_000, &random) { message in
      // So many words that to put them all together takes longer than a look.
      let isNew = message.number > 2_000
      message.body = (0..<30).map { "\(isNew ? "x" : "y")\(message.number)z\($0)" }
    }
    let (new, old) = (
      SearchQuery.words(WordMatch(.anywhere, ["x"], isPrefix: true)),
      SearchQuery.words(WordMatch(.body, ["y"], isPrefix: true))
    )
    #expect(try made.found(new, .newest, limit: 20) == made.expected(new, .newest).prefix(20).map { $0 })
    #expect(made.examiner.looks == 20)
    // None of the newest has the other: after some looks the index tells, and hands out nothing twice.
    made.examiner.looks = 0
    let either = SearchQuery.any([old, .octets(1...500)])
    #expect(try made.found(either, .newest) == made.expected(either, .newest))
    made.examiner.looks = 0
    #expect(try made.found(old, .newest, limit: 20) == made.expected(old, .newest).prefix(20).map { $0 })
    #expect((256...400).contains(made.examiner.looks))
    made.examiner.looks = 0
    #expect(try made.count(new) == made.expected(new, .newest).count)
    #expect(made.examiner.looks == 0)
  }

  @Test func `flags that few messages have are found by a list of those, after some looks at the newest`()
    throws
  {
    var random = SeededRandom(seed: 12)
    let made = try MadeSearch(documents: 3_000, &random) { $0.isFlagged = $0.number % 1_500 == 3 }
    #expect(try made.found(.flag("F"), .newest) == [1503, 3])
    #expect((1_000...1_010).contains(made.examiner.looks))
    made.examiner.looks = 0
    #expect(try made.count(.not(.flag("F"))) == 2_998)
    #expect(made.examiner.looks == 2)
    made.examiner.looks = 0
    // Nearly all have it: the newest do.
    #expect(try made.found(.not(.flag("F")), .newest, limit: 20).count == 20)
    #expect(made.examiner.looks == 20)
  }

  @Test func `what a search cannot find in a block it passes over, whichever way it goes`() throws {
    var random = SeededRandom(seed: 13)
    let made = try MadeSearch(documents: 6_000, &random, disorder: 0) { message in
      message.octets = [10, 2_050, 2_060, 5_900].contains(message.number) ? 90_000 : message.number % 50 + 1
    }
    for query in [
      SearchQuery.octets(80_000...100_000), .all([.octets(80_000...100_000), .hasAttachment]),
      .all([.octets(80_000...100_000), .date(10_000_000..<13_000_000)]),
      .all([.words(WordMatch(.anywhere, ["ba"])), .octets(80_000...100_000)]), .octets(200_000...300_000),
    ] {
      for order in [SearchOrder.newest, .oldest] {
        #expect(try made.found(query, order) == made.expected(query, order), "\(query) \(order)")
      }
    }
  }

  @Test func `a word of the text is told from the same word in the header without a look`() throws {
    var random = SeededRandom(seed: 14)
    let made = try MadeSearch(documents: 1_500, &random)
    for word in ["ba", "ce", "gula"] {
      let query = SearchQuery.words(WordMatch(.body, [word]))
      let expected = made.expected(query, .newest)
      #expect(try made.found(query, .newest) == expected)
      #expect(expected != made.expected(.words(WordMatch(.anywhere, [word])), .newest))
    }
    #expect(made.examiner.looks == 0)
  }

  @Test func `names of attachments match as the shell has it`() throws {
    var random = SeededRandom(seed: 15)
    let names = [
      "report.pdf", "report 2.pdf", "my-report.pdf.txt", "reporté.pdf", "rapport.PDF".lowercased(), "a.b.c",
      "pdf", "x pdf y", "2024_pdf",
    ]
    let made = try MadeSearch(documents: 300, &random) { $0.name = names[Int($0.number) % names.count] }
    for pattern in [
      "*.pdf", "report*", "*report*", "*.pdf*", "report.pdf", "?df", "*é*", "*pdf*", "*", "a.?.c", "*.p?f",
      "nothing*",
      "pdf", "*_pdf",
    ] {
      let query = SearchQuery.filename(pattern)
      #expect(try made.found(query, .newest) == made.expected(query, .newest), "\(pattern)")
    }
    // A character, of however many octets.
    #expect(try made.count(.filename("report?.pdf")) == 34)
  }

  @Test func `the same content is found once, unless every copy is asked for`() throws {
    let folder = try TemporaryFolder()
    let search = try SearchIndex.open(folder("search.sqlite"))
    let hash = try #require(ContentHash(bytes: Array(repeating: 7, count: 32)))
    let other = try #require(ContentHash(bytes: Array(repeating: 9, count: 32)))
    try search.add(
      [.made(1, hash: hash), .made(2, hash: other), .made(3, account: 2, hash: hash)], readUpTo: 3)
    var examiner = NoExaminer()
    let accounts = ["home": AccountID(1), "work": AccountID(2)]
    func found(_ query: SearchQuery, copies: Bool = false) throws -> [Int64] {
      var found: [Int64] = []
      try search.find(query, order: .newest, accounts: accounts, copies: copies, &examiner) {
        found.append($0.message)
        return true
      }
      return found
    }
    #expect(try found(.everything) == [3, 2])
    #expect(try found(.everything, copies: true) == [3, 2, 1])
    #expect(try found(.account("home")) == [2, 1])
    #expect(try found(.account("work")) == [3])
    #expect(try found(.account("nobody")).isEmpty)
    #expect(try found(.isDuplicate, copies: true) == [3, 1])
    #expect(try search.count(.everything, accounts: accounts, copies: false, &examiner) == 2)
    #expect(try found(.hash(String(hash.hex.prefix(10)))) == [3])
    #expect(try search.messages(hash: String(hash.hex.prefix(4)), limit: 9) == [1, 3])
    #expect(try search.sharedDigits([hash]) == 1)
  }

  @Test
  func
    `answers join the thread of what they name, whichever comes first, and by their subject where they name none`()
    throws
  {
    let folder = try TemporaryFolder()
    let search = try SearchIndex.open(folder("search.sqlite"))
    try search.add(
      [
        .made(1, id: "a", subject: "plan"),
        .made(2, id: "b", ancestors: ["a"], subject: "plan", isAnswer: true),
        // Names a message that nobody has seen.
        .made(3, id: "d", ancestors: ["c"], subject: "trip"),
        .made(4, subject: "plan", isAnswer: true),
        .made(5, subject: "plan"),
        .made(6, id: "z", subject: "other"),
      ], readUpTo: nil)
    func thread(_ message: Int64) throws -> Int64? { try search.threadStarts(of: [message])[message] }
    #expect(try (1...6).map { try thread($0) } == [1, 1, 3, 1, 5, 6])
    // What joins two threads makes them one.
    try search.add(try [.made(7, id: "c", ancestors: ["b"], subject: "plan")], readUpTo: nil)
    #expect(try [1, 2, 3, 4, 7].map { try thread($0) } == [1, 1, 1, 1, 1])
    try search.add(try [.made(8, id: "e", ancestors: ["d"], subject: "trip")], readUpTo: 8)
    #expect(try thread(8) == 1)
    #expect(try thread(6) == 6)
    // A message that was added is left as it is.
    try search.add(try [.made(6, id: "z", ancestors: ["a"], subject: "other")], readUpTo: 8)
    #expect(try thread(6) == 6)
    #expect(try search.count() == 8)
  }

  @Test func `what was read for one index is no use for another, and is made anew`() throws {
    let folder = try TemporaryFolder()
    let path = folder("search.sqlite")
    #expect(try SearchIndex.forReading(at: path, stamp: [1]) == nil)
    let search = try SearchIndex.open(path)
    try search.add(try [.made(1)], readUpTo: 1)
    try search.close()
    #expect(try SearchIndex.forReading(at: path, stamp: [1])?.count() == 1)
    #expect(try SearchIndex.forReading(at: path, stamp: [2]) == nil)
    let other = try SearchIndex.open(path, stamp: [2])
    #expect(try other.count() == 0 && other.readUpTo() == 0)
    try other.close()
    // One that is damaged is made anew too, one of another program is left alone.
    try writeFile(path, Array(repeating: 0x41, count: 8_192))
    #expect(try SearchIndex.forReading(at: path, stamp: [2]) == nil)
    #expect(try SearchIndex.open(path, stamp: [2]).count() == 0)
    try removeFile(path)
    try SQLiteFile(path).run("CREATE TABLE t (x); PRAGMA application_id = 7")
    #expect(try IndexFailure.code { _ = try SearchIndex.open(path) } == .foreign)
  }
}
