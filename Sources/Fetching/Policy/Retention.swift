package import Settings

/// What may leave the server: a pure function of the rule, the facts and the time.
///
/// The parts of a rule combine: a message goes when any of them says so. Of these, messages of which there are too few
/// copies stay, and no other goes in their place. `maxDeletes` then cuts the list, the oldest first. Messages that are
/// not archived are never judged; they only take up room.
package struct Retention: Sendable {
  package let rule: RetentionRule

  package init(_ rule: RetentionRule) { self.rule = rule }

  /// What is to become of messages, by their places among those that were judged.
  package struct Judgement: Sendable, Equatable {
    /// The reason for each to go; nil where it stays.
    package var reasons: [DeletionReason?]
    /// Those that stay only because there are too few copies of them.
    package var waiting: [Int] = []
  }

  /// Says which of `messages` go.
  ///
  /// - Parameters:
  ///   - othersOctets: octets on the server of messages that are not archived: `keepUnder` counts them.
  ///   - budget: how many may still go in this run; nil is no limit.
  package func judge(
    _ messages: [RetentionFacts], othersOctets: Int64 = 0, now: Int64, budget: Int? = nil
  ) -> Judgement {
    var judgement = Judgement(reasons: wanted(messages, othersOctets: othersOctets, now: now))
    for index in messages.indices
    where judgement.reasons[index] != nil && messages[index].copies < rule.requireCopies {
      judgement.reasons[index] = nil
      judgement.waiting.append(index)
    }
    if let budget { cut(&judgement.reasons, Self.newestFirst(messages), to: budget) }
    return judgement
  }

  /// The reason for each of `messages` to go, were there copies enough and no bound; nil where there is none.
  func wanted(_ messages: [RetentionFacts], othersOctets: Int64, now: Int64) -> [DeletionReason?] {
    guard rule.canDelete else { return Array(repeating: nil, count: messages.count) }
    var reasons = messages.map { ownReason(for: $0, now: now) }
    guard rule.keepNewest != nil || rule.keepUnder != nil else { return reasons }
    let newestFirst = Self.newestFirst(messages)
    markBeyondNewest(newestFirst, &reasons)
    markOverSize(messages, newestFirst, othersOctets: othersOctets, &reasons)
    return reasons
  }

  /// When the first of the messages that stay becomes due by age alone, in seconds since 1970 UTC; nil: never.
  package func nextDue(oldestStoredAt: Int64?) -> Int64? {
    guard let oldestStoredAt, let age = rule.deleteAfter else { return nil }
    return oldestStoredAt.addingReportingOverflow(age).partialValue
  }

  /// True where other messages have a say in whether a message may go: all of them must be looked at together.
  package var comparesMessages: Bool {
    rule.keepNewest != nil || rule.keepUnder != nil || rule.maxDeletes != nil
  }

  private static func newestFirst(_ messages: [RetentionFacts]) -> [Int] {
    messages.indices.sorted { (messages[$0].arrived, $0) > (messages[$1].arrived, $1) }
  }

  /// Why the message may go whatever others there are; nil where it may not.
  private func ownReason(for message: RetentionFacts, now: Int64) -> DeletionReason? {
    if rule.delete { return .safeHere }
    if rule.untilTrashed && message.isTrashed { return .trashed }
    // What was stored under a clock before popkeep's own days has no age that means anything.
    if let age = rule.deleteAfter, message.storedAt >= ClockDoubt.epoch,
      now.subtractingReportingOverflow(message.storedAt).partialValue >= age
    {
      return .olderThan(seconds: age)
    }
    return nil
  }

  private func markBeyondNewest(_ newestFirst: [Int], _ reasons: inout [DeletionReason?]) {
    guard let count = rule.keepNewest else { return }
    for index in newestFirst.dropFirst(count) where reasons[index] == nil {
      reasons[index] = .beyondNewest(count)
    }
  }

  private func markOverSize(
    _ messages: [RetentionFacts], _ newestFirst: [Int], othersOctets: Int64,
    _ reasons: inout [DeletionReason?]
  ) {
    guard let limit = rule.keepUnder else { return }
    // Sizes come from the server: wide enough that no sum of them overflows.
    var total = Int128(max(0, othersOctets))
    for index in newestFirst where reasons[index] == nil { total += Int128(max(0, messages[index].octets)) }
    for index in newestFirst.reversed() where reasons[index] == nil && total > Int128(limit) {
      reasons[index] = .overSize(limit)
      total -= Int128(max(0, messages[index].octets))
    }
  }

  private func cut(_ reasons: inout [DeletionReason?], _ newestFirst: [Int], to budget: Int) {
    var left = max(0, budget)
    for index in newestFirst.reversed() where reasons[index] != nil {
      if left == 0 { reasons[index] = nil } else { left -= 1 }
    }
  }
}
