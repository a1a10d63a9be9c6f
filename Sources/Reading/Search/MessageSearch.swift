package import Archive
package import MailIndex

/// Finds messages of an archive among those that were read for search.
package struct MessageSearch: ~Copyable {
  private let archive: Archive
  private let search: SearchIndex?
  private let rows: FoundRows
  private let accounts: [String: AccountID]
  private var examiner: StoredExaminer

  package init(_ archive: Archive) throws {
    let names = Dictionary(try archive.asking { try $0.accounts() }.map { ($0.id, $0.name) }) { first, _ in
      first
    }
    let search = try archive.searchIndex()
    let examiner = try StoredExaminer(archive)
    self.archive = archive
    self.search = search
    rows = FoundRows(archive: archive, names: names)
    accounts = Dictionary(names.map { ($1, $0) }) { first, _ in first }
    self.examiner = examiner
  }

  /// How many messages were not read for search yet, and are found by nothing; about that many where the index is in use.
  package func unreadCount() throws -> Int {
    let last = try archive.asking { try $0.lastMessage() }
    guard let search else { return try archive.asking { try $0.messageCount() } }
    return try search.readUpTo() >= last
      ? 0 : max(0, archive.asking { try $0.messageCount() } - search.count())
  }

  /// Hands out what is found until `body` says false.
  ///
  /// - Parameters:
  ///   - limit: at most so many; nil for all.
  ///   - skip: so many are passed over first.
  ///   - copies: also messages that are octet for octet the same as one before.
  package mutating func find(
    _ query: SearchQuery, order: SearchOrder = .newest, limit: Int? = nil, skip: Int = 0,
    copies: Bool = false,
    _ body: (FoundMessage) throws -> Bool
  ) throws {
    guard let search, limit != 0 else { return }
    var (passed, left) = (0, limit ?? .max)
    let rows = rows
    try archive.asking { index in
      try index.keepingSnapshot {
        try search.find(query, order: order, accounts: accounts, copies: copies, &examiner) { hit in
          guard let found = try rows.found(hit) else { return true }
          passed += 1
          if passed <= skip { return true }
          left -= 1
          return try body(found) && left > 0
        }
      }
    }
  }

  /// How many messages are found.
  package mutating func count(_ query: SearchQuery, copies: Bool = false) throws -> Int {
    guard let search else { return 0 }
    return try archive.asking { index in
      try index.keepingSnapshot {
        try search.count(query, accounts: accounts, copies: copies, &examiner)
      }
    }
  }

  /// The messages whose wire form has a hash that begins with these hexadecimal digits, each copy, oldest first.
  package mutating func messages(withHash digits: String, limit: Int = 1_000) throws -> [FoundMessage] {
    let digits = digits.lowercased()
    var found = try (search?.messages(hash: digits, limit: limit) ?? []).compactMap { try message($0) }
    // What nothing has read for search yet has an id all the same.
    try forEachUnread { row in
      if !found.contains(where: { $0.row.id == row.id }) {
        found.append(rows.found(row, thread: row.message.contentHash))
      }
      return found.count < limit
    }
    return found.filter { $0.row.message.contentHash.hex.hasPrefix(digits) }
  }

  /// The messages with this Message-ID, without angle brackets.
  package mutating func messages(withMessageID id: String) throws -> [FoundMessage] {
    var found: [FoundMessage] = []
    try find(.messageID(id), order: .oldest, copies: true) { message in
      found.append(message)
      return found.count < 1_000
    }
    try forEachUnread { row in
      if row.message.envelope.messageID == id, !found.contains(where: { $0.row.id == row.id }) {
        found.append(rows.found(row, thread: row.message.contentHash))
      }
      return true
    }
    return found
  }

  /// The message with this row id, with its thread; nil: there is none.
  package func message(_ id: Int64) throws -> FoundMessage? {
    guard let row = try archive.asking({ try $0.message(id) }) else { return nil }
    let start = try search?.threadStarts(of: [id])[id]
    return rows.found(row, thread: try self.rows.thread(from: start, row))
  }

  /// For each of these messages, by row id, the hash of the first message of its thread.
  package func threads(of rows: [MessageRow]) throws -> [Int64: ContentHash] {
    let starts = try search?.threadStarts(of: rows.map(\.id)) ?? [:]
    var threads: [Int64: ContentHash] = [:]
    for row in rows { threads[row.id] = try self.rows.thread(from: starts[row.id], row) }
    return threads
  }

  /// The fewest digits, 10 or more, that tell each of these hashes from every other in the archive.
  package func idLength(_ hashes: [ContentHash]) throws -> Int {
    let shared = try search?.sharedDigits(hashes) ?? 0
    return max(shared + 1, MessageListing.idLength(hashes.map(\.hex)))
  }

  private func forEachUnread(_ body: (MessageRow) throws -> Bool) throws {
    let last = try archive.asking { try $0.lastMessage() }
    let first = try (search?.readUpTo() ?? 0) + 1
    guard first <= last else { return }
    for id in first...last {
      if let row = try archive.asking({ try $0.message(id) }), try !body(row) { return }
    }
  }
}

/// Makes what was found of rows of the index.
private struct FoundRows {
  let archive: Archive
  let names: [AccountID: String]

  /// Nil: the row is there no more.
  func found(_ hit: SearchHit) throws -> FoundMessage? {
    guard let row = try archive.asking({ try $0.message(hit.message) }) else { return nil }
    return found(row, thread: try thread(from: hit.threadStart, row))
  }

  func found(_ row: MessageRow, thread: ContentHash) -> FoundMessage {
    FoundMessage(row: row, account: names[row.account] ?? "", moment: row.message.moment, thread: thread)
  }

  func thread(from start: Int64?, _ row: MessageRow) throws -> ContentHash {
    guard let start, start != row.id else { return row.message.contentHash }
    return try archive.asking { try $0.message(start) }?.message.contentHash ?? row.message.contentHash
  }
}

extension MessageRecord {
  /// When it was sent, but never later than it arrived.
  package var moment: Int64 { min(envelope.date ?? arrived, arrived) }
}

/// Looks at the messages of an archive.
private struct StoredExaminer: MessageExaminer, ~Copyable {
  private let archive: Archive
  private var opener: MessageOpener

  init(_ archive: Archive) throws {
    let opener = try MessageOpener(archive)
    self.archive = archive
    self.opener = opener
  }

  mutating func contains(_ match: WordMatch, message: Int64) throws -> Bool {
    guard let place = try archive.asking({ try $0.place(message) }) else { return false }
    if let answer = try opener.contains(match, in: place) { return answer }
    guard let row = try row(message) else { return false }
    return try opener.words(of: row).contains(match)
  }

  mutating func holds(_ fact: MessageFact, message: Int64) throws -> Bool {
    switch fact {
    case .flag(let flag):
      guard let place = try archive.asking({ try $0.place(message) }) else { return false }
      return try opener.flags(of: place)?.contains(flag) ?? false
    case .messageID(let id): return try row(message)?.message.envelope.messageID == id
    case .hash(let digits): return try row(message)?.message.contentHash.hex.hasPrefix(digits) ?? false
    }
  }

  mutating func messages(flagged flag: Character, limit: Int) throws -> Set<Int64>? {
    try opener.messages(flagged: flag, limit: limit)
  }

  private func row(_ message: Int64) throws -> MessageRow? { try archive.asking { try $0.message(message) } }
}
