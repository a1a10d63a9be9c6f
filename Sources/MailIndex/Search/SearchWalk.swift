import GRDB

/// One search under way: candidates come by number, wait until none can come before them, and are looked at only then.
struct SearchWalk: ~Copyable {
  private let database: Database
  private let condition: Condition
  private let order: SearchOrder
  private let inAnyOrder: Bool
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
  /// Messages that may still be looked at for words that begin as many others do, and for flags.
  private var looks: (prefix: Int, flag: Int)
  let mayGiveUp: Bool
  /// Looks were too many: what is left is to be found by a thorough walk.
  private(set) var hasGivenUp = false

  /// Nil: nothing can be found.
  ///
  /// - Parameter manner: quick walks look at messages where that may save long preparations, and give up after some.
  init?(
    _ query: SearchQuery, _ order: SearchOrder, _ accounts: [String: AccountID], _ database: Database,
    _ manner: Manner, inAnyOrder: Bool = false
  ) throws {
    let reader = ConditionReader(
      database: database, accounts: accounts, looksForPrefixes: manner.isQuick, flagged: manner.flagged)
    let condition = try reader.condition(query)
    let blocks = try Blocks(database)
    guard condition != .never, let allowed = blocks.allowed(by: condition) else { return nil }
    let (goesDown, bounds) = (order != .oldest, allowed.bounds)
    let candidates = try Candidates(condition, within: allowed, goesDown: goesDown, in: database)
    let checker = try ConditionChecker(database, within: bounds, goesDown: goesDown)
    let hasAll = candidates.haveWords && WordExpression(condition)?.isExact == true
    self.database = database
    self.condition = condition
    self.order = order
    self.blocks = blocks
    self.bounds = bounds
    self.candidates = candidates
    self.checker = checker
    waiting = HitQueue(order)
    isExact = condition == .always || hasAll
    looks = manner.isQuick ? (256, 1_000) : (.max, .max)
    mayGiveUp = manner.isQuick && (condition.looksForPrefix || condition.looksForFlag)
    horizon = inAnyOrder ? .min : goesDown ? .max : .min
    self.inAnyOrder = inAnyOrder
  }

  /// The next document that is found; nil: there are no more, or the walk has given up.
  mutating func next(_ examiner: inout some MessageExaminer & ~Copyable) throws -> DocumentRow? {
    if order == .best, !isRanked { try rank() }
    while true {
      while !isAtEnd, !headIsSure { try takeCandidate() }
      guard let entry = waiting.popFirst() else { return nil }
      if try holds(entry.rest, entry.row.message, &examiner) { return entry.row }
      if hasGivenUp { return nil }
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
    if !isExact, try checker.lacksPairs(condition, id) { return false }
    guard let row = try checker.row(id) else { return false }
    let rest = isExact ? .always : try checker.rest(condition, row, wordsAreThere: candidates.haveWords)
    if rest == .never { return false }
    waiting.insert(HitQueue.Entry(row: row, rest: rest, rank: try rank(&checker, row)))
    return true
  }

  /// Lets the newest candidates wait in the order of how well they answer.
  private mutating func rank() throws {
    let ranking = try Ranking(condition.wanted, database)
    let places = try checker.places(ranking)
    let (low, count) = (bounds.lowerBound, Double(bounds.count))
    var ranked = 0
    while ranked < SearchIndex.rankLimit, let id = try candidates.next() {
      let isFound = try push(id) { checker, row in
        try checker.score(places, ranking, row) + Double(row.id - low) / count
      }
      if isFound { ranked += 1 }
    }
    isRanked = true
  }

  private mutating func givesUp() -> Bool {
    hasGivenUp = looks.prefix < 0 || looks.flag < 0
    return hasGivenUp
  }

  /// Asks the message itself for what is left of a condition.
  private mutating func holds(
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
    case .not(let part): return try !holds(part, message, &examiner) && !hasGivenUp
    case .words(let term):
      if term.looksForPrefix { looks.prefix -= 1 }
      return try !givesUp() && examiner.contains(term.match, message: message)
    case .message(let fact):
      if case .flag = fact { looks.flag -= 1 }
      return try !givesUp() && examiner.holds(fact, message: message)
    // The index has told of these.
    case .never, .fact, .date, .octets, .twin, .documents, .attachmentName: return false
    }
  }
}

extension SearchWalk {
  /// How much is prepared before the first message is looked at.
  enum Manner {
    /// Nothing that takes long.
    case quick
    /// With the messages that have a flag now, by flag, where they are known.
    case thorough(flagged: [Character: Set<Int64>])

    fileprivate var isQuick: Bool {
      switch self {
      case .quick: true
      case .thorough: false
      }
    }

    fileprivate var flagged: [Character: Set<Int64>] {
      switch self {
      case .quick: [:]
      case .thorough(let flagged): flagged
      }
    }
  }
}
