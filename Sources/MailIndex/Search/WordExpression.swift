/// The part of a query that words decide, in the language of FTS5.
struct WordExpression: Equatable {
  /// Every message that the query means is found by this.
  var text: String

  /// Nothing else is found by it.
  var isExact: Bool

  static let attachment = "a"
  /// A part has a name: also a picture that the text shows, which is not attached.
  static let named = "f"
  static func account(_ id: Int64) -> String { "n\(id)" }

  /// The expression for `condition`; nil where words do not narrow it.
  init?(_ condition: Condition) {
    switch condition {
    case .all(let parts): self.init(all: parts)
    case .any(let parts): self.init(any: parts)
    case .words(let term):
      guard let expression = term.expression else { return nil }
      self = expression
    case .fact(let fact): self.init(text: Self.term(WordMatch.Field.factMark, fact), isExact: true)
    case .attachmentName(let pattern):
      if pattern.words.isEmpty, pattern.literal != nil { return nil }
      let mark = WordMatch.Field.filename.mark ?? []
      let words =
        [Self.term(WordMatch.Field.factMark, Self.named)] + pattern.words.map { Self.term(mark, $0) }
      self.init(text: "(\(words.joined(separator: " AND ")))", isExact: false)
    case .always, .never, .not, .date, .octets, .twin, .documents, .message: return nil
    }
  }

  private init(text: String, isExact: Bool) {
    self.text = text
    self.isExact = isExact
  }

  init(_ match: WordMatch) {
    let terms = match.words.enumerated().map { index, word in
      let isPrefix = match.isPrefix && index == match.words.count - 1
      return Self.term(word, of: match.field, isPrefix: isPrefix)
    }
    self.init(
      text: terms.count == 1 ? terms[0] : "(\(terms.joined(separator: " AND ")))",
      isExact: terms.count == 1 && !(match.field == .body && match.isPrefix))
  }

  private static func term(_ word: String, of field: WordMatch.Field, isPrefix: Bool) -> String {
    switch field {
    case .anywhere, .subject, .from, .to, .filename:
      return term(field.mark ?? [], word) + (isPrefix ? " *" : "")
    case .body:
      // Of what begins like this some may stand in the header and some in the text.
      if isPrefix { return term([], word) + " *" }
      let elsewhere = WordMatch.Field.allCases.filter { $0 != .body }.compactMap(\.mark)
      let marked = elsewhere.map { term($0, word) }.joined(separator: " OR ")
      return "((\(term([], word)) NOT (\(marked))) OR \(term(field.mark ?? [], word)))"
    }
  }

  /// What is exactly known to be unwanted is left out right away.
  private init?(all parts: [Condition]) {
    let expressions = parts.compactMap(WordExpression.init)
    guard !expressions.isEmpty else { return nil }
    var text = expressions.map(\.text).joined(separator: " AND ")
    var unwanted = 0
    for part in parts {
      guard case .not(let inner) = part, let expression = WordExpression(inner), expression.isExact else {
        continue
      }
      text = "(\(text)) NOT \(expression.text)"
      unwanted += 1
    }
    self.init(
      text: "(\(text))",
      isExact: expressions.count + unwanted == parts.count && expressions.allSatisfy(\.isExact))
  }

  private init?(any parts: [Condition]) {
    let expressions = parts.compactMap(WordExpression.init)
    guard expressions.count == parts.count, !parts.isEmpty else { return nil }
    self.init(
      text: "(\(expressions.map(\.text).joined(separator: " OR ")))",
      isExact: expressions.allSatisfy(\.isExact))
  }

  private static func term(_ mark: [UInt8], _ word: String) -> String {
    "\"\(String(decoding: mark, as: UTF8.self))\(word.replacing("\"", with: ""))\""
  }
}
