import GRDB

/// Asks documents, in the order of their numbers, what a condition demands, as far as the index tells.
struct ConditionChecker: ~Copyable {
  private let database: Database
  private let bounds: ClosedRange<Int64>
  private let goesDown: Bool
  private var documents: DocumentReader
  private var cursors: [String: DocumentCursor] = [:]

  init(_ database: Database, within bounds: ClosedRange<Int64>, goesDown: Bool) throws {
    let documents = try DocumentReader(database)
    self.documents = documents
    self.database = database
    self.bounds = bounds
    self.goesDown = goesDown
  }

  mutating func row(_ id: Int64) throws -> DocumentRow? { try documents.row(id) }

  /// What is left of the condition for this document: `.always`, `.never`, or what only the message itself tells.
  ///
  /// - Parameter wordsAreThere: the document was found by the condition's own words.
  mutating func rest(
    _ condition: Condition, _ row: DocumentRow, wordsAreThere: Bool
  ) throws -> Condition {
    switch condition {
    case .always, .never: return condition
    case .all(let parts):
      var left: [Condition] = []
      for part in parts {
        let rest = try rest(part, row, wordsAreThere: wordsAreThere)
        if rest == .never { return .never }
        left.append(rest)
      }
      return .every(left)
    case .any(let parts):
      return .some(try rests(parts, row))
    case .not(let part): return .none(of: try rest(part, row, wordsAreThere: false))
    case .words(let term): return try rest(term, row, isThere: wordsAreThere)
    case .fact(let fact):
      let expression = WordExpression(.fact(fact))?.text ?? ""
      return try wordsAreThere || finds(expression, row.id) ? .always : .never
    case .date(let range): return range.contains(row.moment) ? .always : .never
    case .octets(let range): return range.contains(row.octets) ? .always : .never
    case .twin: return row.traits & DocumentTrait.twin != 0 ? .always : .never
    case .documents(let documents): return documents.contains(row.id) ? .always : .never
    case .attachmentName(let pattern):
      return try documents.hasName(pattern, document: row.id) ? .always : .never
    case .message: return condition
    }
  }

  private mutating func rests(_ parts: [Condition], _ row: DocumentRow) throws -> [Condition] {
    var left: [Condition] = []
    for part in parts {
      let rest = try rest(part, row, wordsAreThere: false)
      if rest == .always { return [.always] }
      left.append(rest)
    }
    return left
  }

  private mutating func rest(_ term: WordTerm, _ row: DocumentRow, isThere: Bool) throws -> Condition {
    if let expression = term.expression {
      guard try isThere || finds(expression.text, row.id) else { return .never }
      if expression.isExact { return .always }
    }
    return try documents.mayHave(term.pairs, document: row.id) ? .words(term) : .never
  }

  /// Whether a document is out of question by the pairs of words alone: that is known before all else of it is read.
  mutating func lacksPairs(_ condition: Condition, _ document: Int64) throws -> Bool {
    switch condition {
    case .words(let term): return try !documents.mayHave(term.pairs, document: document)
    case .all(let parts):
      for part in parts where try lacksPairs(part, document) { return true }
      return false
    case .always, .never, .any, .not, .fact, .date, .octets, .twin, .documents, .attachmentName, .message:
      return false
    }
  }

  mutating func finds(_ expression: String, _ document: Int64) throws -> Bool {
    try cursor(expression).reaches(document)
  }

  private mutating func cursor(_ expression: String) throws -> DocumentCursor {
    if let cursor = cursors[expression] { return cursor }
    let cursor = try DocumentCursor(.words(expression), within: bounds, goesDown: goesDown, in: database)
    cursors[expression] = cursor
    return cursor
  }

  /// Where words stand that tell how well a document answers, and what each is worth.
  typealias Places = [(cursor: DocumentCursor, weight: Double)]

  mutating func places(_ ranking: Ranking) throws -> Places {
    try ranking.places.map { (try cursor($0.expression), $0.weight) }
  }

  /// How well the document answers: words in the subject and in names count more, and words side by side.
  mutating func score(_ places: Places, _ ranking: Ranking, _ row: DocumentRow) throws -> Double {
    var score = 0.0
    for place in places where try place.cursor.reaches(row.id) { score += place.weight }
    for pair in ranking.pairs where try documents.mayHave([pair], document: row.id) { score += 2 }
    return score
  }
}
