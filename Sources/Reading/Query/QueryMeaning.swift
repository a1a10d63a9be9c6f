import InternetMessage
import MailIndex

/// What the terms of a query mean.
struct QueryMeaning {
  let query: String
  let now: Int64
  let zone: LocalZone
  /// The names of accounts that there are; nil where any name will do.
  let accounts: [String]?

  /// What a term means; nil where it has no letter and no digit, and stands among others.
  ///
  /// - Parameter outer: the field that parentheses around it name.
  func of(_ term: QueryToken.Term, in outer: QueryToken.Name?) throws(QueryFault) -> SearchQuery? {
    guard let name = term.field ?? outer else { return try text(term) }
    guard let field = QueryField(name: name.text) else { throw unknown(name) }
    guard !term.text.allSatisfy(\.isWhitespace) else {
      let after = term.isQuoted ? term.range : name.range.lowerBound..<term.range.upperBound
      throw fault("There is nothing to look for behind \"\(name.text):\".", after)
    }
    switch field {
    case .from: return try words(term, .from)
    case .to, .cc, .bcc: return try words(term, .to)
    case .subject: return try words(term, .subject)
    case .body: return try words(term, .body)
    case .filename: return try filename(term)
    case .account: return try account(term)
    case .has: return try has(term)
    case .is: return try standing(term)
    case .larger, .smaller: return try size(term, isLarger: field == .larger)
    case .after, .before, .date: return try date(term, field)
    case .thread: return .thread(try digits(term))
    case .id: return .hash(try digits(term))
    case .messageid, .mid: return .messageID(Self.unbracketed(term.text))
    }
  }

  func fault(_ message: String, _ range: Range<Int>) -> QueryFault {
    QueryFault(message, in: query, at: range)
  }

  private func fault(_ account: UnknownAccount, _ range: Range<Int>) -> QueryFault {
    QueryFault(account, in: query, at: range)
  }

  private func unknown(_ name: QueryToken.Name) -> QueryFault {
    let near = QueryField.nearest(name.text)
    let hint =
      near.map { ": did you mean \"\($0)\"?" } ?? ". To look for the text itself, put it in quotes."
    return fault("There is no field \"\(name.text)\"\(hint)", name.range)
  }

  /// A term without a field.
  private func text(_ term: QueryToken.Term) throws(QueryFault) -> SearchQuery? {
    if term.text == "*", !term.isQuoted { return .everything }
    if term.isQuoted || term.text.contains("*") { return try words(term, .anywhere) }
    let words = SearchWords.words(of: term.text)
    return words.isEmpty ? nil : .words(WordMatch(.anywhere, words))
  }

  func words(_ term: QueryToken.Term, _ field: WordMatch.Field) throws(QueryFault) -> SearchQuery {
    var text = term.text[...]
    var isPrefix = text.last == "*"
    if isPrefix { text = text.dropLast() }
    if text.contains("*"), !term.isQuoted {
      throw fault(
        "A * stands at the end of a word only; in names of attachments it may stand anywhere: filename:*.pdf.",
        term.range)
    }
    let words = SearchWords.words(of: String(text))
    guard let last = words.last else {
      throw fault("There is no letter and no digit in this to look for.", term.range)
    }
    // A star after a blank or a dot is none of a word.
    isPrefix = isPrefix && text.last.map { $0.isLetter || $0.isNumber } ?? false
    if isPrefix, last.unicodeScalars.count < 2 {
      // In scripts without blanks each character is a word, and there is nothing that it could begin.
      guard let scalar = last.unicodeScalars.first, scalar.value >= 0x0E00 else {
        throw fault("At least two letters or digits must stand before the *.", term.range)
      }
      isPrefix = false
    }
    return .words(WordMatch(field, words, isPrefix: isPrefix))
  }

  private func account(_ term: QueryToken.Term) throws(QueryFault) -> SearchQuery {
    guard let accounts, !accounts.contains(term.text) else { return .account(term.text) }
    throw fault(UnknownAccount(term.text, known: accounts), term.range)
  }

  private func digits(_ term: QueryToken.Term) throws(QueryFault) -> String {
    let digits = term.text.lowercased()
    guard digits.utf8.count <= 64,
      digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else {
      throw fault(
        "A message is named here by the digits that list and search print, as in id:5f3a9c01d2.", term.range)
    }
    return digits
  }

  static func unbracketed(_ text: String) -> String {
    text.hasPrefix("<") && text.hasSuffix(">") && text.count > 2 ? String(text.dropFirst().dropLast()) : text
  }
}
