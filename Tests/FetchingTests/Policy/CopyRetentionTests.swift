import Fetching
import Settings
import Testing

/// What `requireCopies` holds back.
@Suite struct CopyRetentionTests {
  private static let now = ClockDoubt.epoch + 100 * 86_400

  /// Messages a day apart, the first the oldest, 100 octets each, of which there are so many copies.
  private func messages(_ copies: [Int]) -> [RetentionFacts] {
    copies.enumerated().map { day, count in
      let at = ClockDoubt.epoch + Int64(day) * 86_400
      return RetentionFacts(storedAt: at, arrived: at, octets: 100, isTrashed: true, copies: count)
    }
  }

  struct Case: Sendable, CustomStringConvertible {
    let description: String
    var rule: RetentionRule
    let copies: [Int]
    /// Which go, and which wait.
    let gone: [Int]
    let waiting: [Int]
    var budget: Int?
  }

  static let cases = [
    Case(
      description: "one copy is the archive", rule: RetentionRule(delete: true), copies: [1, 1],
      gone: [0, 1], waiting: []),
    Case(
      description: "delete", rule: RetentionRule(delete: true, requireCopies: 2), copies: [1, 2, 3, 1],
      gone: [1, 2], waiting: [0, 3]),
    Case(
      description: "three copies", rule: RetentionRule(delete: true, requireCopies: 3), copies: [1, 2, 3, 4],
      gone: [2, 3], waiting: [0, 1]),
    Case(
      description: "who is not due does not wait",
      rule: RetentionRule(deleteAfter: 98 * 86_400, requireCopies: 2), copies: [1, 2, 2, 1, 1],
      gone: [1, 2], waiting: [0]),
    Case(
      description: "the flag T", rule: RetentionRule(untilTrashed: true, requireCopies: 2), copies: [1, 2],
      gone: [1], waiting: [0]),
    Case(
      description: "keepNewest counts who waits, and none goes in its place",
      rule: RetentionRule(keepNewest: 2, requireCopies: 2), copies: [1, 2, 1, 2, 2], gone: [1],
      waiting: [0, 2]),
    Case(
      description: "keepNewest of few copies", rule: RetentionRule(keepNewest: 2, requireCopies: 2),
      copies: [2, 2, 2, 1, 1], gone: [0, 1, 2], waiting: []),
    Case(
      description: "keepUnder takes none in the place of who waits",
      rule: RetentionRule(keepUnder: 300, requireCopies: 2), copies: [1, 2, 2, 2, 2], gone: [1],
      waiting: [0]),
    Case(
      description: "who waits uses up no budget", rule: RetentionRule(delete: true, requireCopies: 2),
      copies: [1, 1, 2, 2, 2], gone: [2, 3], waiting: [0, 1], budget: 2),
    Case(
      description: "a spent budget makes nobody wait for copies",
      rule: RetentionRule(delete: true, requireCopies: 2), copies: [1, 2, 2], gone: [], waiting: [0],
      budget: 0),
    Case(
      description: "no reason to go", rule: RetentionRule(requireCopies: 2), copies: [1, 2], gone: [],
      waiting: []),
  ]

  @Test(arguments: cases)
  func `a message of which there are too few copies stays, and is told`(_ test: Case) {
    let judgement = Retention(test.rule).judge(messages(test.copies), now: Self.now, budget: test.budget)
    #expect(judgement.reasons.indices.filter { judgement.reasons[$0] != nil } == test.gone)
    #expect(judgement.waiting == test.waiting)
  }

  @Test func `whatever the rule, to require copies lets nothing go that would stay without`() {
    let rules = [
      RetentionRule(delete: true), RetentionRule(deleteAfter: 97 * 86_400), RetentionRule(keepNewest: 3),
      RetentionRule(keepUnder: 250), RetentionRule(deleteAfter: 98 * 86_400, keepNewest: 4, keepUnder: 300),
    ]
    var held = 0
    for rule in rules {
      for pattern in 0..<64 {
        let messages = messages((0..<6).map { pattern >> $0 & 1 + 1 })
        var guarded = rule
        guarded.requireCopies = 2
        let without = Retention(rule).judge(messages, now: Self.now)
        let with = Retention(guarded).judge(messages, now: Self.now)
        for index in messages.indices {
          if with.reasons[index] != nil { #expect(with.reasons[index] == without.reasons[index]) }
          let isHeld = without.reasons[index] != nil && with.reasons[index] == nil
          #expect(isHeld == with.waiting.contains(index))
          #expect(!isHeld || messages[index].copies < 2)
          held += isHeld ? 1 : 0
        }
      }
    }
    #expect(held > 100)
  }
}
