import Fetching
import Settings
import Testing

@Suite struct RetentionTests {
  /// Five messages, a day apart, 100 octets each, stored the day they arrived; the first is the oldest.
  private static let day: Int64 = 86_400
  private static let start = ClockDoubt.epoch
  private static let five = (1...5).map {
    RetentionFacts(
      storedAt: start + Int64($0) * day, arrived: start + Int64($0) * day, octets: 100, isTrashed: false)
  }
  private static let now = start + 6 * day

  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let rule: RetentionRule
    /// Indices of `five` that go.
    let gone: Set<Int>
    var budget: Int?
    var others: Int64 = 0
  }

  static let cases = [
    Case(description: "keep", rule: .keep, gone: []),
    Case(description: "delete", rule: RetentionRule(delete: true), gone: [0, 1, 2, 3, 4]),
    Case(description: "deleteAfter 3 days", rule: RetentionRule(deleteAfter: 3 * day), gone: [0, 1, 2]),
    Case(description: "deleteAfter not yet", rule: RetentionRule(deleteAfter: 30 * day), gone: []),
    Case(description: "keepNewest 2", rule: RetentionRule(keepNewest: 2), gone: [0, 1, 2]),
    Case(description: "keepNewest 0", rule: RetentionRule(keepNewest: 0), gone: [0, 1, 2, 3, 4]),
    Case(description: "keepNewest more than there are", rule: RetentionRule(keepNewest: 9), gone: []),
    Case(description: "keepUnder 250", rule: RetentionRule(keepUnder: 250), gone: [0, 1, 2]),
    Case(description: "keepUnder exactly", rule: RetentionRule(keepUnder: 500), gone: []),
    Case(
      description: "keepUnder counts what is not archived", rule: RetentionRule(keepUnder: 500),
      gone: [0, 1], others: 150),
    Case(
      description: "maxDeletes takes the oldest", rule: RetentionRule(delete: true), gone: [0, 1], budget: 2),
    Case(description: "a spent budget", rule: RetentionRule(delete: true), gone: [], budget: 0),
    Case(
      description: "any part of the rule is enough",
      rule: RetentionRule(deleteAfter: 5 * day, keepNewest: 4, keepUnder: 300), gone: [0, 1]),
  ]

  @Test(arguments: cases)
  func `a rule names what goes, by facts and time alone`(_ test: Case) {
    let reasons = Retention(test.rule).judge(
      Self.five, othersOctets: test.others, now: Self.now, budget: test.budget
    ).reasons
    #expect(Set(reasons.indices.filter { reasons[$0] != nil }) == test.gone)
  }

  @Test func `only the flag T sends a message away under untilTrashed`() {
    var messages = Self.five
    messages[3].isTrashed = true
    let reasons = Retention(RetentionRule(untilTrashed: true)).judge(messages, now: Self.now).reasons
    #expect(reasons == [nil, nil, nil, .trashed, nil])
    let ignored = Retention(RetentionRule(deleteAfter: 30 * Self.day)).judge(messages, now: Self.now).reasons
    #expect(ignored.allSatisfy { $0 == nil })
  }

  @Test func `ages count from when a message was safe here, whatever its date`() {
    let late = RetentionFacts(storedAt: Self.now - 10, arrived: 0, octets: 1, isTrashed: false)
    let future = RetentionFacts(storedAt: Self.start, arrived: .max, octets: 1, isTrashed: false)
    let reasons = Retention(RetentionRule(deleteAfter: Self.day)).judge([late, future], now: Self.now).reasons
    #expect(reasons == [nil, .olderThan(seconds: Self.day)])
  }

  @Test func `a clock set back deletes nothing by age, and extremes do not trap`() {
    let messages = [
      RetentionFacts(storedAt: Self.now + 500, arrived: .min, octets: .max, isTrashed: false),
      RetentionFacts(storedAt: .max, arrived: .max, octets: .max, isTrashed: false),
    ]
    #expect(
      Retention(RetentionRule(deleteAfter: 60)).judge(messages, now: Self.now).reasons == [nil, nil])
    #expect(
      Retention(RetentionRule(keepUnder: 10)).judge(messages, othersOctets: .max, now: Self.now).reasons
        .allSatisfy { $0 != nil })
  }

  @Test func `the next due time follows from the oldest message that stays`() {
    #expect(Retention(RetentionRule(deleteAfter: 60)).nextDue(oldestStoredAt: 100) == 160)
    #expect(Retention(RetentionRule(delete: true)).nextDue(oldestStoredAt: 100) == nil)
    #expect(Retention(RetentionRule(deleteAfter: 60)).nextDue(oldestStoredAt: nil) == nil)
  }
}
