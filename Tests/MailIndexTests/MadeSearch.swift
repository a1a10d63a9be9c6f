import Glibc
import MailIndex
import TestFiles

extension SearchIndex {
  static func open(_ path: String, stamp: [UInt8] = [1]) throws -> SearchIndex {
    try forWriting(at: path, stamp: stamp, journal: .wal, memory: 1 << 20)
  }
}

extension SearchDocument {
  static func made(
    _ message: Int64, account: Int64 = 1, hash: ContentHash? = nil, id: String? = nil,
    ancestors: [String] = [],
    subject: String = "", isAnswer: Bool = false
  ) throws -> SearchDocument {
    let octets = (0..<32).map { UInt8(truncatingIfNeeded: message >> (8 * Int64($0 % 8))) ^ UInt8($0) }
    guard let own = ContentHash(bytes: octets) else { throw MadeSearch.NoHash() }
    return SearchDocument(
      message: message, account: AccountID(account), moment: message * 10, octets: 1,
      contentHash: hash ?? own,
      messageID: id, ancestors: ancestors, threadSubject: subject, isAnswer: isAnswer, words: SearchTerms())
  }
}

/// Never asked.
struct NoExaminer: MessageExaminer {
  struct Asked: Error {}
  /// ThreadSanitizer looks at the place of what has none.
  private let place = 0
  mutating func contains(_ match: WordMatch, message: Int64) throws -> Bool { throw Asked() }
  mutating func holds(_ fact: MessageFact, message: Int64) throws -> Bool { throw Asked() }
  mutating func messages(flagged flag: Character, limit: Int) throws -> Set<Int64>? { throw Asked() }
}

/// A message as a list of words, which tells by itself what a query finds.
struct MadeMessage {
  var number: Int64 = 0
  var moment: Int64 = 0
  var octets: Int64 = 0
  var account: Int64 = 1
  var subject: [String] = []
  var from: [String] = []
  var body: [String] = []
  var name: String?
  var isFlagged = false

  /// What the text shows by itself has a name, too, and is not attached.
  var hasAttachment: Bool { name != nil && number % 3 != 0 }

  func words(_ field: WordMatch.Field) -> [[String]] {
    let names = name.map { $0.split { " .-_".contains($0) }.map(String.init) } ?? []
    return switch field {
    case .anywhere: [subject, from, body, names]
    case .subject: [subject]
    case .from: [from]
    case .to: []
    case .body: [body]
    case .filename: [names]
    }
  }

  func contains(_ match: WordMatch) -> Bool {
    words(match.field).contains { words in
      words.indices.contains { start in
        guard start + match.words.count <= words.count else { return false }
        return match.words.indices.allSatisfy { index in
          let word = words[start + index]
          return match.isPrefix && index == match.words.count - 1
            ? word.hasPrefix(match.words[index]) : word == match.words[index]
        }
      }
    }
  }

  func answers(_ query: SearchQuery) -> Bool {
    switch query {
    case .everything: true
    case .all(let parts): parts.allSatisfy(answers)
    case .any(let parts): parts.contains(where: answers)
    case .not(let part): !answers(part)
    case .words(let match): contains(match)
    case .date(let range): range.contains(moment)
    case .octets(let range): range.contains(octets)
    case .account(let name): name == (account == 1 ? "home" : "work")
    case .hasAttachment: hasAttachment
    case .filename(let pattern): name.map { fnmatch(pattern, $0, 0) == 0 } ?? false
    case .flag(let flag): flag == "F" && isFlagged
    case .isDuplicate, .hash, .messageID, .thread: false
    }
  }
}

/// Looks at made messages, and counts.
final class MadeExaminer: MessageExaminer {
  let messages: [MadeMessage]
  var looks = 0

  init(_ messages: [MadeMessage]) { self.messages = messages }

  func contains(_ match: WordMatch, message: Int64) -> Bool {
    looks += 1
    return messages[Int(message) - 1].contains(match)
  }

  func holds(_ fact: MessageFact, message: Int64) -> Bool {
    looks += 1
    return fact == .flag("F") && messages[Int(message) - 1].isFlagged
  }

  func messages(flagged flag: Character, limit: Int) -> Set<Int64>? {
    let flagged = messages.filter { flag == "F" && $0.isFlagged }.map(\.number)
    return flagged.count > limit ? nil : Set(flagged)
  }
}

/// An index of made messages.
final class MadeSearch {
  struct NoHash: Error {}

  private let folder: TemporaryFolder
  private let search: SearchIndex
  private let messages: [MadeMessage]
  var examiner: MadeExaminer
  private let accounts = ["home": AccountID(1), "work": AccountID(2)]

  /// - Parameters:
  ///   - disorder: seconds by which a message may be earlier than the one before.
  ///   - change: what else holds for a message.
  init(
    documents count: Int, _ random: inout SeededRandom, disorder: Int64 = 5_000,
    _ change: (inout MadeMessage) -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    search = try SearchIndex.open(folder("search.sqlite"))
    var messages: [MadeMessage] = []
    for number in 1...Int64(count) {
      var message = Self.message(number, disorder, &random)
      change(&message)
      messages.append(message)
    }
    self.messages = messages
    examiner = MadeExaminer(messages)
    var batch: [SearchDocument] = []
    for message in messages {
      batch.append(try Self.document(message))
      guard batch.count == 700 || message.number == Int64(count) else { continue }
      try search.add(batch, readUpTo: message.number)
      batch = []
    }
  }

  private static func message(_ number: Int64, _ disorder: Int64, _ random: inout SeededRandom)
    -> MadeMessage
  {
    var message = MadeMessage()
    message.number = number
    message.moment = 10_000_000 + number * 1_000 - Int64.random(in: 0...disorder, using: &random)
    message.octets = Int64.random(in: 1...10_000, using: &random)
    message.account = number % 3 == 0 ? 2 : 1
    message.subject = MadeQuery.text(0...4, &random)
    message.from = MadeQuery.text(1...2, &random)
    message.body = MadeQuery.text(0...40, &random)
    if number % 4 == 0 {
      message.name = MadeQuery.text(1...1, &random)[0] + (number % 8 == 0 ? ".pdf" : ".txt")
    }
    message.isFlagged = number % 5 == 0
    return message
  }

  private static func document(_ message: MadeMessage) throws -> SearchDocument {
    var document = try SearchDocument.made(message.number, account: message.account)
    document.moment = message.moment
    document.octets = message.octets
    document.hasAttachment = message.hasAttachment
    document.attachmentNames = message.name ?? ""
    for field in [WordMatch.Field.subject, .from, .filename, .body] {
      for words in message.words(field) where !words.isEmpty {
        document.words.append(Array((words.joined(separator: " ") + " ").utf8).span, of: field)
      }
    }
    return document
  }

  func found(_ query: SearchQuery, _ order: SearchOrder, limit: Int = .max) throws -> [Int64] {
    var found: [Int64] = []
    try search.find(query, order: order, accounts: accounts, copies: false, &examiner) { hit in
      found.append(hit.message)
      return found.count < limit
    }
    return found
  }

  func count(_ query: SearchQuery) throws -> Int {
    try search.count(query, accounts: accounts, copies: false, &examiner)
  }

  func expected(_ query: SearchQuery, _ order: SearchOrder) -> [Int64] {
    let found = messages.filter { $0.answers(query) }.map { ($0.moment, $0.number) }
    return (order == .oldest ? found.sorted(by: <) : found.sorted(by: >)).map(\.1)
  }
}

/// Queries and texts of few words, so that many meet.
enum MadeQuery {
  private static let syllables = ["ba", "ce", "do", "fi", "gu", "la", "me", "no", "pi", "ru"]

  static func word(_ random: inout SeededRandom) -> String {
    let first = syllables[min(Int.random(in: 0..<10, using: &random), Int.random(in: 0..<10, using: &random))]
    return Bool.random(using: &random) ? first : first + syllables[Int.random(in: 0..<10, using: &random)]
  }

  static func text(_ count: ClosedRange<Int>, _ random: inout SeededRandom) -> [String] {
    (0..<Int.random(in: count, using: &random)).map { _ in word(&random) }
  }

  static func random(_ random: inout SeededRandom, depth: Int) -> SearchQuery {
    switch depth == 0 ? Int.random(in: 3..<12, using: &random) : Int.random(in: 0..<12, using: &random) {
    case 0: .all([self.random(&random, depth: depth - 1), self.random(&random, depth: depth - 1)])
    case 1: .any([self.random(&random, depth: depth - 1), self.random(&random, depth: depth - 1)])
    case 2: .not(self.random(&random, depth: depth - 1))
    case 3: date(&random)
    case 4: .octets(1...Int64.random(in: 1...10_000, using: &random))
    case 5:
      [.account("home"), .account("work"), .hasAttachment, .flag("F")].randomElement(using: &random)
        ?? .everything
    case 6: .filename("*.pdf")
    case _:
      .words(
        WordMatch(
          [.anywhere, .anywhere, .subject, .from, .body, .filename].randomElement(using: &random)
            ?? .anywhere,
          text(1...(depth > 1 ? 3 : 2), &random), isPrefix: Int.random(in: 0..<4, using: &random) == 0))
    }
  }

  private static func date(_ random: inout SeededRandom) -> SearchQuery {
    let start = Int64.random(in: 10_000_000...13_000_000, using: &random)
    return .date(start..<start + Int64.random(in: 0...1_000_000, using: &random))
  }
}
