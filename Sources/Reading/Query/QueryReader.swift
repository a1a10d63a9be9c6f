package import MailIndex

/// Reads what people write to find messages: docs/searching.md.
///
/// Terms stand beside each other and all of them count; `OR`, `NOT`, `-` and parentheses do what they say. Whatever is
/// wrong is a `QueryFault` that points at its place.
package struct QueryReader {
  private let query: String
  private let tokens: [PlacedToken]
  private var position = 0
  private var depth = 0
  private let meaning: QueryMeaning

  /// Parentheses and negations within each other, at most.
  private static let depthLimit = 100

  /// What a query means.
  ///
  /// - Parameters:
  ///   - now: the moment that `7d` and `today` count from, in seconds since 1970 UTC.
  ///   - accounts: the names that there are; nil where any name will do.
  package static func read(
    _ query: String, now: Int64, zone: LocalZone = .system, accounts: [String]? = nil
  ) throws(QueryFault) -> SearchQuery {
    let meaning = QueryMeaning(query: query, now: now, zone: zone, accounts: accounts)
    var reader = QueryReader(query: query, tokens: try QueryScanner.tokens(of: query), meaning: meaning)
    return try reader.whole()
  }

  /// What a query in the words of a command line means: see `QueryWords`.
  package static func read(
    words: [String], now: Int64, zone: LocalZone = .system, accounts: [String]? = nil
  ) throws(QueryFault) -> SearchQuery {
    try read(QueryWords.joined(words), now: now, zone: zone, accounts: accounts)
  }

  private init(query: String, tokens: [PlacedToken], meaning: QueryMeaning) {
    self.query = query
    self.tokens = tokens
    self.meaning = meaning
  }

  private mutating func whole() throws(QueryFault) -> SearchQuery {
    let found = try any(in: nil)
    if position < tokens.count {
      throw fault("There is no \"(\" that this one closes.", tokens[position].range)
    }
    guard let found else {
      throw fault("There is nothing to look for.", 0..<query.count)
    }
    return found
  }

  /// Alternatives, up to a closing parenthesis or the end; nil where nothing in it can be looked for.
  private mutating func any(in field: QueryToken.Name?) throws(QueryFault) -> SearchQuery? {
    var alternatives: [SearchQuery] = []
    var isFirst = true
    while true {
      let alternative = try all(in: field)
      if let alternative { alternatives.append(alternative) }
      guard position < tokens.count, tokens[position].token == .or else {
        if !isFirst, alternative == nil { throw emptySide(of: position - 1) }
        break
      }
      if alternative == nil { throw emptySide(of: position) }
      isFirst = false
      position += 1
    }
    return alternatives.count > 1 ? .any(alternatives) : alternatives.first
  }

  private func emptySide(of index: Int) -> QueryFault {
    fault("There must be something to look for on both sides of OR.", tokens[index].range)
  }

  private mutating func all(in field: QueryToken.Name?) throws(QueryFault) -> SearchQuery? {
    var terms: [SearchQuery] = []
    while position < tokens.count {
      switch tokens[position].token {
      case .or, .close: return Self.all(terms)
      case .and:
        // Between terms it says what holds without it.
        guard position > 0, position + 1 < tokens.count, tokens[position + 1].token != .close else {
          throw fault("There must be something to look for on both sides of AND.", tokens[position].range)
        }
        position += 1
      case .open, .openField, .not, .term: if let term = try one(in: field) { terms.append(term) }
      }
    }
    return Self.all(terms)
  }

  private static func all(_ terms: [SearchQuery]) -> SearchQuery? {
    // Everything is what is left without it.
    let limiting = terms.filter { $0 != .everything }
    return limiting.count > 1 ? .all(limiting) : limiting.first ?? terms.first
  }

  private mutating func one(in field: QueryToken.Name?) throws(QueryFault) -> SearchQuery? {
    let placed = tokens[position]
    position += 1
    switch placed.token {
    case .open: return try group(placed, in: field)
    case .openField(let name): return try group(placed, in: name)
    case .not: return try negated(placed, in: field)
    case .term(let term): return try meaning.of(term, in: field)
    case .close, .and, .or: return nil
    }
  }

  private mutating func negated(_ not: PlacedToken, in field: QueryToken.Name?) throws(QueryFault)
    -> SearchQuery?
  {
    guard position < tokens.count else {
      throw fault("There is nothing behind this to leave out.", not.range)
    }
    switch tokens[position].token {
    case .open, .openField, .not, .term: break
    case .and, .or, .close: throw fault("There is nothing behind this to leave out.", not.range)
    }
    try descend(not)
    defer { depth -= 1 }
    return try one(in: field).map { .not($0) }
  }

  private mutating func group(_ open: PlacedToken, in field: QueryToken.Name?) throws(QueryFault)
    -> SearchQuery?
  {
    try descend(open)
    defer { depth -= 1 }
    let inner = try any(in: field)
    guard position < tokens.count else { throw fault("This \"(\" is not closed.", open.range.suffix(1)) }
    position += 1
    guard let inner else {
      throw fault(
        "There is nothing to look for in these parentheses.",
        open.range.lowerBound..<tokens[position - 1].range.upperBound)
    }
    return inner
  }

  private mutating func descend(_ token: PlacedToken) throws(QueryFault) {
    depth += 1
    if depth > Self.depthLimit { throw fault("This is nested too deeply.", token.range) }
  }

  private func fault(_ message: String, _ range: Range<Int>) -> QueryFault {
    QueryFault(message, in: query, at: range)
  }
}
