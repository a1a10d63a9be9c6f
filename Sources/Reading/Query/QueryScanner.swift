/// Cuts a query into tokens.
struct QueryScanner {
  private let query: String
  private let characters: [Character]
  private var position = 0

  /// The characters of a query that are looked at, at most.
  static let lengthLimit = 10_000

  private init(_ query: String) {
    self.query = query
    characters = Array(query)
  }

  static func tokens(of query: String) throws(QueryFault) -> [PlacedToken] {
    var scanner = QueryScanner(query)
    if scanner.characters.count > lengthLimit {
      throw QueryFault(
        "The query is longer than \(lengthLimit) characters.", in: query, at: lengthLimit..<lengthLimit + 1)
    }
    var tokens: [PlacedToken] = []
    while let token = try scanner.next() { tokens.append(token) }
    return tokens
  }

  private mutating func next() throws(QueryFault) -> PlacedToken? {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
    guard position < characters.count else { return nil }
    let start = position
    let token = try token()
    return PlacedToken(token: token, range: start..<position)
  }

  private mutating func token() throws(QueryFault) -> QueryToken {
    switch characters[position] {
    case "(":
      position += 1
      return .open
    case ")":
      position += 1
      return .close
    case "-" where isStart(position + 1):
      position += 1
      return .not
    case _: break
    }
    if let name = fieldName() {
      position = name.range.upperBound + 1
      guard position < characters.count, characters[position] == "(" else {
        return .term(try value(of: name))
      }
      position += 1
      return .openField(name)
    }
    let term = try value(of: nil)
    guard !term.isQuoted else { return .term(term) }
    return switch term.text {
    case "AND": .and
    case "OR": .or
    case "NOT": .not
    case _: .term(term)
    }
  }

  /// True where something stands there that a `-` can be before.
  private func isStart(_ index: Int) -> Bool {
    index < characters.count && !characters[index].isWhitespace && characters[index] != ")"
  }

  /// The name that a field is called by, where one and its colon stand here: letters, of which one alone is a drive or
  /// an abbreviation. What goes on as an address does (`//`) is none.
  private func fieldName() -> QueryToken.Name? {
    var end = position
    while end < characters.count, characters[end].isASCII, characters[end].isLetter || characters[end] == "_"
    {
      end += 1
    }
    guard end - position >= 2, end < characters.count, characters[end] == ":" else { return nil }
    let name = String(characters[position..<end])
    guard QueryField(name: name) == nil else { return QueryToken.Name(text: name, range: position..<end) }
    let value = characters[(end + 1)...].prefix { !$0.isWhitespace && $0 != ")" }
    let isText = value.isEmpty || value.starts(with: "//") || QueryField.words.contains(name.lowercased())
    return isText ? nil : QueryToken.Name(text: name, range: position..<end)
  }

  private mutating func value(of field: QueryToken.Name?) throws(QueryFault) -> QueryToken.Term {
    if position < characters.count, Self.isQuote(characters[position]) { return try quoted(field) }
    let start = position
    var inner = 0
    while position < characters.count, !characters[position].isWhitespace,
      !Self.isQuote(characters[position])
    {
      // Parentheses within a word, as in `copy(1).pdf`, belong to it.
      if characters[position] == "(" { inner += 1 }
      if characters[position] == ")" {
        if inner == 0 { break }
        inner -= 1
      }
      position += 1
    }
    return QueryToken.Term(
      field: field, text: String(characters[start..<position]), range: start..<position, isQuoted: false)
  }

  private mutating func quoted(_ field: QueryToken.Name?) throws(QueryFault) -> QueryToken.Term {
    let start = position
    guard let end = characters[(start + 1)...].firstIndex(where: Self.isQuote) else {
      throw QueryFault("This quote is not closed.", in: query, at: start..<start + 1)
    }
    position = end + 1
    var text = String(characters[(start + 1)..<end])
    // A prefix may have its star within the quotes and behind them.
    if position < characters.count, characters[position] == "*" {
      position += 1
      text += "*"
    }
    return QueryToken.Term(field: field, text: text, range: start..<position, isQuoted: true)
  }

  /// Those of keyboards, and those that they are turned into.
  private static func isQuote(_ character: Character) -> Bool {
    switch character {
    case "\"", "“", "”", "„", "«", "»": true
    case _: false
    }
  }
}
