import InternetMessage
import MailIndex

/// A message that is searched, made of the input; it tells by itself what a query finds.
struct SearchedMessage {
  let moment: Int64
  let hash: ContentHash
  private let number: Int64
  private let octets: Int64
  private let account: Int64
  private let flags: String
  private let messageID: String
  private let name: String
  /// What the text shows by itself has a name, too, and is not attached.
  private let hasAttachment: Bool
  private let words: [WordMatch.Field: [[UInt8]]]

  init(number: Int64, _ input: inout FuzzInput) {
    let traits = input.octet()
    self.number = number
    account = traits & 1 == 0 ? 1 : 2
    flags = (traits & 2 == 0 ? "" : "S") + (traits & 4 == 0 ? "" : "F")
    moment = Int64(input.octet()) * 9_000_000
    octets = Int64(input.octet()) * 997 + 1
    let seed = input.octet() % 4
    guard let hash = ContentHash(bytes: (0..<32).map { $0 < 2 ? seed : seed ^ $0 }) else {
      fatalError("32 octets are a hash")
    }
    self.hash = hash
    let (subject, from, to, body) = (input.text(), input.text(), input.text(), input.text())
    // Of a name of an attachment all is folded but the line ends, which it cannot have.
    name = traits & 8 == 0 ? "" : String(input.text().lowercased().filter { !$0.isNewline }.prefix(255))
    hasAttachment = traits & 24 == 8
    messageID = "\(seed)@example.org"
    words = [.subject: subject, .from: from, .to: to, .body: body, .filename: name].mapValues(Self.words)
  }

  private static func words(of text: String) -> [[UInt8]] {
    let octets = Array(text.utf8)
    var folded: [UInt8] = []
    SearchWords.append(octets.span, to: &folded)
    return folded.split(separator: 0x20).map { Array($0) }
  }

  var document: SearchDocument {
    var terms = SearchTerms()
    for field in WordMatch.Field.allCases {
      guard let words = words[field] else { continue }
      let octets = Array(words.map { $0 + [0x20] }.joined())
      terms.append(octets.span, of: field)
    }
    return SearchDocument(
      message: number, account: AccountID(account), moment: moment, octets: octets, contentHash: hash,
      hasAttachment: hasAttachment, attachmentNames: name, messageID: messageID, ancestors: [],
      threadSubject: "", isAnswer: false, words: terms)
  }

  func contains(_ match: WordMatch) -> Bool {
    let wanted = match.words.map { Array($0.utf8) }
    let places = match.field == .anywhere ? Array(words.values) : [words[match.field] ?? []]
    return places.contains { words in
      words.indices.contains { start in
        guard start + wanted.count <= words.count else { return false }
        return wanted.indices.allSatisfy { index in
          let word = words[start + index]
          let isBeginning = match.isPrefix && index == wanted.count - 1
          return isBeginning ? word.starts(with: wanted[index]) : word == wanted[index]
        }
      }
    }
  }

  func holds(_ fact: MessageFact) -> Bool {
    switch fact {
    case .flag(let flag): flags.contains(flag)
    case .messageID(let id): messageID == id
    case .hash(let digits): hash.hex.hasPrefix(digits)
    }
  }
}

extension SearchedMessage {
  /// Which of the messages answer; nil where the query asks for threads, which no message tells by itself.
  static func numbers(_ messages: [SearchedMessage], answering query: SearchQuery) -> Set<Int64>? {
    var numbers: Set<Int64> = []
    for message in messages {
      guard let answers = message.answers(query, among: messages) else { return nil }
      if answers { numbers.insert(message.number) }
    }
    return numbers
  }

  private func answers(_ query: SearchQuery, among messages: [SearchedMessage]) -> Bool? {
    switch query {
    case .everything: return true
    case .all(let parts): return both(parts.map { answers($0, among: messages) }) { $0.allSatisfy(\.self) }
    case .any(let parts): return both(parts.map { answers($0, among: messages) }) { $0.contains(true) }
    case .not(let part): return answers(part, among: messages).map { !$0 }
    case .words(let match): return contains(match)
    case .date(let range): return range.contains(moment)
    case .octets(let range): return range.contains(octets)
    case .account(let name): return name == (account == 1 ? "home" : "work")
    case .hasAttachment: return hasAttachment
    case .filename(let pattern): return !name.isEmpty && Self.fits(Array(name)[...], Array(pattern)[...])
    case .isDuplicate: return messages.count { $0.hash == hash } > 1
    case .flag(let flag): return holds(.flag(flag))
    case .hash(let digits): return holds(.hash(digits))
    case .messageID(let id): return holds(.messageID(id))
    case .thread: return nil
    }
  }

  private func both(_ answers: [Bool?], _ join: ([Bool]) -> Bool) -> Bool? {
    let known = answers.compactMap(\.self)
    return known.count == answers.count ? join(known) : nil
  }

  /// Whether the whole name fits: column after column of what it may have come to, so that no pattern takes long.
  private static func fits(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    var reached = [true] + name.map { _ in false }
    for sign in pattern {
      var next = reached.map { _ in false }
      for place in reached.indices {
        let isAfterOne = place > 0 && reached[place - 1]
        next[place] =
          sign == "*"
          ? reached[place] || (place > 0 && next[place - 1])
          : isAfterOne && (sign == "?" || sign == name[place - 1])
      }
      reached = next
    }
    return reached.last ?? false
  }
}
