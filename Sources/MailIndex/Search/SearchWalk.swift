import GRDB

/// One search under way: candidates come by number, wait until none can come before them, and are looked at only then.
struct SearchWalk: ~Copyable {
  private let condition: Condition
  private let order: SearchOrder
  private let blocks: Blocks
  private let bounds: ClosedRange<Int64>
  private var candidates: Candidates
  private var checker: ConditionChecker
  private var waiting: HitQueue
  /// The candidates need no further look.
  private let isExact: Bool
  /// No candidate to come has a better moment.
  private var horizon: Int64
  private var isAtEnd = false
  private var isRanked = false

  /// Nil: nothing can be found.
  init?(
    _ query: SearchQuery, _ order: SearchOrder, _ accounts: [String: AccountID], _ database: Database,
    inAnyOrder: Bool = false
  ) throws {
    let condition = try ConditionReader(database: database, accounts: accounts).condition(query)
    let blocks = try Blocks(database)
    guard condition != .never, let bounds = blocks.documents(within: condition.span) else { return nil }
    let goesDown = order != .oldest
    let candidates = try Candidates(condition, within: bounds, goesDown: goesDown, in: database)
    let checker = try ConditionChecker(database, within: bounds, goesDown: goesDown)
    let hasAll = candidates.haveWords && WordExpression(condition)?.isExact == true
    self.condition = condition
    self.order = order
    self.blocks = blocks
    self.bounds = bounds
    self.candidates = candidates
    self.checker = checker
    waiting = HitQueue(order)
    isExact = condition == .always || hasAll
    horizon = inAnyOrder ? .min : goesDown ? .max : .min
    self.inAnyOrder = inAnyOrder
  }

  private let inAnyOrder: Bool

  /// The next document that is found; nil: there are no more.
  mutating func next(_ examiner: inout some MessageExaminer & ~Copyable) throws -> DocumentRow? {
    if order == .best, !isRanked { try rank() }
    while true {
      while !isAtEnd, !headIsSure { try takeCandidate() }
      guard let entry = waiting.popFirst() else { return nil }
      if try holds(entry.rest, entry.row.message, &examiner) { return entry.row }
    }
  }

  private var headIsSure: Bool {
    guard let head = waiting.first else { return false }
    switch order {
    case .newest: return inAnyOrder || head.row.moment >= horizon
    case .oldest: return head.row.moment <= horizon
    // Behind those that are ranked come the others, the newest first.
    case .best: return true
    }
  }

  private mutating func takeCandidate() throws {
    guard let id = try candidates.next() else {
      isAtEnd = true
      return
    }
    _ = try push(id) { _, _ in 0 }
    guard !inAnyOrder else { return }
    horizon = order == .oldest ? blocks.earliest(from: id + 1) : blocks.latest(upTo: id - 1)
  }

  /// Lets a candidate wait where it answers as far as the index tells; true where it does.
  private mutating func push(
    _ id: Int64, rank: (inout ConditionChecker, DocumentRow) throws -> Double
  ) throws -> Bool {
    guard let row = try checker.row(id) else { return false }
    let rest = isExact ? .always : try checker.rest(condition, row, wordsAreThere: candidates.haveWords)
    if rest == .never { return false }
    waiting.insert(HitQueue.Entry(row: row, rest: rest, rank: try rank(&checker, row)))
    return true
  }

  /// Lets the newest candidates wait in the order of how well they answer.
  private mutating func rank() throws {
    let ranking = Ranking(condition.wanted)
    let (low, count) = (bounds.lowerBound, Double(bounds.count))
    var ranked = 0
    while ranked < SearchIndex.rankLimit, let id = try candidates.next() {
      let isFound = try push(id) { checker, row in
        try checker.score(ranking, row) + Double(row.id - low) / count
      }
      if isFound { ranked += 1 }
    }
    isRanked = true
  }

  /// Asks the message itself for what is left of a condition.
  private func holds(
    _ rest: Condition, _ message: Int64, _ examiner: inout some MessageExaminer & ~Copyable
  ) throws -> Bool {
    switch rest {
    case .always: return true
    case .all(let parts):
      for part in parts where try !holds(part, message, &examiner) { return false }
      return true
    case .any(let parts):
      for part in parts where try holds(part, message, &examiner) { return true }
      return false
    case .not(let part): return try !holds(part, message, &examiner)
    case .words(let term): return try examiner.contains(term.match, message: message)
    case .message(let fact): return try examiner.holds(fact, message: message)
    // The index has told of these.
    case .never, .fact, .date, .octets, .twin, .documents, .attachmentName: return false
    }
  }
}
