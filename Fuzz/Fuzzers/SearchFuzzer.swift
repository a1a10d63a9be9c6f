import Glibc
import MailIndex
import Reading

/// What people type to find messages: a query that means the same each time, or a sentence with its place; and what it
/// finds in an index of some messages is what a look at each of them finds.
enum SearchFuzzer {
  private static let accounts = ["home": AccountID(1), "work": AccountID(2)]
  private static let now: Int64 = 1_795_443_300

  static func run(_ input: inout FuzzInput) throws {
    let messages = (0..<Int64(input.octet() % 6)).map { SearchedMessage(number: $0 + 1, &input) }
    let text = String(decoding: input.rest, as: UTF8.self)
    checkWords(text)
    guard let query = read(text) else { return }
    try checkFinding(query, messages)
  }

  private static func read(_ text: String) -> SearchQuery? {
    let names = accounts.keys.sorted()
    do throws(QueryFault) {
      let query = try QueryReader.read(text, now: now, zone: .fixed(0), accounts: names)
      let again = try QueryReader.read(text, now: now, zone: .fixed(0), accounts: names)
      demand(query == again, "a query means the same each time")
      return query
    } catch {
      check(error, text)
      return nil
    }
  }

  private static func check(_ fault: QueryFault, _ text: String) {
    let end = fault.query.count
    demand(fault.query == text, "a fault tells of the query that was read")
    demand(fault.range.lowerBound >= 0 && fault.range.upperBound <= end, "its place lies in the query")
    demand(!fault.message.isEmpty && fault.message.count < 600 + end, "it is a sentence")
    for width in [24, 78] {
      let lines = fault.lines(width: width)
      demand(lines.count == 2 && lines[1].contains("^"), "a mark stands below a line of the query")
      for line in lines {
        demand(TerminalText.line(line) == line, "nothing in them harms a terminal")
        demand(TerminalText.columns(line) <= width, "they stay within its width")
      }
    }
  }

  /// However a shell cuts what was typed, it can be put together and read.
  private static func checkWords(_ text: String) {
    let words = text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
    let readings = QueryWords.readings(words)
    demand(readings.first == QueryWords.joined(words) && readings.count <= 2, "words mean one thing, or two")
    for reading in readings where reading != text { _ = read(reading) }
  }

  private static func checkFinding(_ query: SearchQuery, _ messages: [SearchedMessage]) throws {
    let path = "\(Scratch.path)/search.sqlite"
    for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    let search = try SearchIndex.forWriting(at: path, stamp: [1], journal: .rollback, memory: 1 << 16)
    try search.add(messages.map(\.document), readUpTo: Int64(messages.count))
    var examiner = PlainExaminer(messages: messages)
    for order in SearchOrder.allCases {
      var found: [Int64] = []
      try search.find(query, order: order, accounts: accounts, copies: true, &examiner) { hit in
        found.append(hit.message)
        return true
      }
      demand(Set(found).count == found.count, "a message is found once")
      let moments = found.map { messages[Int($0) - 1].moment }
      switch order {
      case .newest: demand(moments == moments.sorted(by: >), "the newest comes first")
      case .oldest: demand(moments == moments.sorted(by: <), "the oldest comes first")
      case .best: break
      }
      guard let expected = SearchedMessage.numbers(messages, answering: query) else { continue }
      demand(Set(found) == expected, "the index finds what a look at every message finds")
      let count = try search.count(query, accounts: accounts, copies: true, &examiner)
      demand(count == expected.count, "and counts it")
      let contents = Set(expected.map { messages[Int($0) - 1].hash })
      let distinct = try search.count(query, accounts: accounts, copies: false, &examiner)
      demand(distinct == contents.count, "and every content once")
    }
    try search.close()
  }
}

/// Looks at the messages themselves.
private struct PlainExaminer: MessageExaminer {
  let messages: [SearchedMessage]

  func contains(_ match: WordMatch, message: Int64) -> Bool { messages[Int(message) - 1].contains(match) }
  func holds(_ fact: MessageFact, message: Int64) -> Bool { messages[Int(message) - 1].holds(fact) }
  func messages(flagged flag: Character, limit: Int) -> Set<Int64>? {
    Set((1...Int64(messages.count)).filter { holds(.flag(flag), message: $0) })
  }
}
