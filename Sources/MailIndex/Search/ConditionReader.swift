import GRDB

/// Turns a query into conditions, looking up what it names.
struct ConditionReader {
  /// What a query names is bounded; of more the rest does not count.
  private static let nestingLimit = 200

  let database: Database
  /// The accounts of the index by name.
  let accounts: [String: AccountID]
  /// Words that begin as many others do may be looked for in the messages.
  var looksForPrefixes = false
  /// The messages with a flag, by flag, where they are known.
  var flagged: [Character: Set<Int64>] = [:]

  func condition(_ query: SearchQuery, depth: Int = 0) throws -> Condition {
    guard depth < Self.nestingLimit else { return .never }
    switch query {
    case .everything: return .always
    case .all(let parts): return .every(try parts.map { try condition($0, depth: depth + 1) })
    case .any(let parts): return .some(try parts.map { try condition($0, depth: depth + 1) })
    case .not(let part): return .none(of: try condition(part, depth: depth + 1))
    case .words(let match): return try words(match)
    case .date(let range): return range.isEmpty ? .never : .date(range)
    case .octets(let range): return .octets(range)
    case .account(let name): return accounts[name].map { .fact(WordExpression.account($0.value)) } ?? .never
    case .hasAttachment: return .fact(WordExpression.attachment)
    case .filename(let pattern): return .attachmentName(NamePattern(pattern))
    case .isDuplicate: return .twin
    case .flag(let flag):
      guard let messages = flagged[flag] else { return .message(.flag(flag)) }
      return .every([.documents(try documents(of: messages)), .message(.flag(flag))])
    case .hash(let digits):
      let documents = Condition.documents(Set(try documents(hash: digits)))
      return digits.utf8.count <= HashRange.digits ? documents : .every([documents, .message(.hash(digits))])
    case .messageID(let id):
      return .every([.documents(Set(try documents(messageID: id))), .message(.messageID(id))])
    case .thread(let digits): return .documents(Set(try documents(threadOf: digits)))
    }
  }

  private func words(_ match: WordMatch) throws -> Condition {
    if match.words.isEmpty { return .always }
    guard looksForPrefixes, match.isPrefix else { return .words(WordTerm(match)) }
    let isCommon = try PrefixExtent(database).isCommon(match)
    return .words(WordTerm(match, looksForPrefix: isCommon))
  }

  /// Documents whose content's hash begins with these digits, of which those beyond the fifteenth are not looked at.
  func documents(hash digits: String) throws -> [Int64] {
    guard let range = HashRange(digits) else { return [] }
    var query = try Prepared("SELECT id FROM documents WHERE hash BETWEEN ? AND ?", in: database)
    try query.bind(range.bounds.lowerBound)
    try query.bind(range.bounds.upperBound)
    return try ids(query)
  }

  private func documents(of messages: Set<Int64>) throws -> Set<Int64> {
    var query = try Prepared("SELECT id FROM documents WHERE message = ?", in: database)
    var documents: Set<Int64> = []
    for message in messages {
      try query.bind(message)
      if try query.step() { documents.insert(query.integer(0)) }
      query.restart()
    }
    return documents
  }

  private func documents(threadOf digits: String) throws -> [Int64] {
    guard let range = HashRange(digits) else { return [] }
    var query = try Prepared(
      "SELECT id FROM documents WHERE thread IN (SELECT thread FROM documents WHERE hash BETWEEN ? AND ?)",
      in: database)
    try query.bind(range.bounds.lowerBound)
    try query.bind(range.bounds.upperBound)
    return try ids(query)
  }

  /// Documents that may have this message-id: those of the thread that it belongs to.
  func documents(messageID: String) throws -> [Int64] {
    var query = try Prepared(
      """
      WITH RECURSIVE here(thread) AS (
        SELECT thread FROM thread_ids WHERE id = ?
        UNION SELECT j.into_thread FROM thread_joins j JOIN here h ON j.thread = h.thread)
      SELECT d.id FROM here CROSS JOIN documents d ON d.thread = here.thread
      """,
      in: database)
    try query.bind(Threads.key(messageID.utf8))
    return try ids(query)
  }

  private func ids(_ query: borrowing Prepared) throws -> [Int64] {
    var ids: [Int64] = []
    while try query.step() { ids.append(query.integer(0)) }
    return ids
  }
}

/// The keys of the hashes that begin with some hexadecimal digits.
struct HashRange {
  /// As many digits as a key has.
  static let digits = 15

  let bounds: ClosedRange<Int64>

  /// Nil where `digits` are none.
  init?(_ digits: String) {
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else {
      return nil
    }
    let known = digits.prefix(Self.digits)
    guard let value = Int64(known, radix: 16) else { return nil }
    let shift = Int64(Self.digits - known.count) * 4
    let first = value << shift
    bounds = first...(first | ((1 << shift) - 1))
  }
}
