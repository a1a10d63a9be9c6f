import InternetMessage
import MailIndex

extension QueryMeaning {
  func has(_ term: QueryToken.Term) throws(QueryFault) -> SearchQuery {
    guard ["attachment", "attachments"].contains(term.text.lowercased()) else {
      throw fault("What a message can have is written has:attachment.", term.range)
    }
    return .hasAttachment
  }

  /// What the file's name says of a message, and whether it is there twice.
  func standing(_ term: QueryToken.Term) throws(QueryFault) -> SearchQuery {
    let word = term.text.lowercased()
    if word == "duplicate" { return .isDuplicate }
    if word == "unread" || word == "unseen" { return .not(.flag("S")) }
    if let flag = Self.flags[word] { return .flag(flag) }
    let names = Self.standings
    let hint =
      NearWord.nearest(word, in: names).map { "did you mean \"\($0)\"?" }
      ?? "there are: \(names.joined(separator: ", "))."
    throw fault("A message cannot be \"\(term.text)\": \(hint)", term.range)
  }

  private static let standings = [
    "unread", "read", "flagged", "replied", "forwarded", "draft", "trashed", "duplicate",
  ]

  /// The flags of a Maildir, by their names and what else they are called.
  private static let flags: [String: Character] = [
    "read": "S", "seen": "S", "flagged": "F", "starred": "F", "replied": "R", "answered": "R",
    "forwarded": "P",
    "passed": "P", "draft": "D", "trashed": "T", "deleted": "T",
  ]

  func size(_ term: QueryToken.Term, isLarger: Bool) throws(QueryFault) -> SearchQuery {
    guard let octets = QuerySize.octets(term.text) else {
      throw fault("A size is written as in larger:5M, larger:800k or smaller:2000.", term.range)
    }
    if isLarger { return .octets(min(octets, .max - 1) + 1...Int64.max) }
    guard octets > 0 else { throw fault("No message is smaller than that.", term.range) }
    return .octets(0...octets - 1)
  }

  func date(_ term: QueryToken.Term, _ field: QueryField) throws(QueryFault) -> SearchQuery {
    if field == .date, let dots = term.text.firstRange(of: "..") {
      return try span(term, String(term.text[..<dots.lowerBound]), String(term.text[dots.upperBound...]))
    }
    let date = try one(term.text, term)
    switch field {
    case .after: return .date(date.start..<Int64.max)
    case .before: return .date(Int64.min..<date.start)
    case _: return .date(date.start..<(date.isMoment ? Int64.max : date.end))
    }
  }

  /// `2024-01..2024-03`: both ends belong to it; one may be left out.
  private func span(_ term: QueryToken.Term, _ first: String, _ last: String) throws(QueryFault)
    -> SearchQuery
  {
    if first.isEmpty, last.isEmpty {
      throw fault("A span of time has a date on one side at least.", term.range)
    }
    let start = first.isEmpty ? Int64.min : try one(first, term).start
    let end = last.isEmpty ? Int64.max : try one(last, term).end
    guard start < end else { throw fault("This span of time ends before it begins.", term.range) }
    return .date(start..<end)
  }

  private func one(_ text: String, _ term: QueryToken.Term) throws(QueryFault) -> QueryDate {
    if let date = QueryDate(text, now: now, in: zone) { return date }
    throw fault(
      "This is no date: write 2024, 2024-01, 2024-01-31, 2024-01-31T14:00, today, yesterday, or 30d for so long ago "
        + "(h d w m y).", term.range)
  }

  /// `*` and `?` make a pattern that the whole name must fit; without them words of the name are looked for.
  func filename(_ term: QueryToken.Term) throws(QueryFault) -> SearchQuery {
    guard term.text.contains(where: { $0 == "*" || $0 == "?" }) else { return try words(term, .filename) }
    guard term.text.contains(where: { $0 != "*" && $0 != "?" }) else { return .hasAttachment }
    return .filename(term.text.lowercased())
  }
}
