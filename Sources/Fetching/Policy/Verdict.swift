package import Archive
package import POP3
import Settings

/// The permission to delete one message on the server, given only for an `ArchivedMessage`.
package struct Verdict: Sendable {
  package let number: MessageNumber
  package let message: ArchivedMessage
  package let reason: DeletionReason
}

/// An archived message that the server lists under `number` in this session.
package struct ListedCopy: Sendable {
  package let number: MessageNumber
  package let message: ArchivedMessage
  /// Octets as listed now; nil where the server gave none.
  package let octets: Int64?
  /// True where the message came over this very connection, so that the number is known to name it.
  package let isFresh: Bool
}

extension Retention {
  /// What there is to know of `copies`, in their order.
  func facts(of copies: [ListedCopy], trashed: (ArchivedMessage) -> Bool) -> [RetentionFacts] {
    copies.map {
      RetentionFacts(
        storedAt: $0.message.storedAt, arrived: $0.message.arrived,
        octets: $0.octets ?? $0.message.wireOctets,
        isTrashed: rule.untilTrashed && trashed($0.message))
    }
  }

  /// Judges messages of which `facts` says all but how many copies there are: that is asked only of those that would go.
  ///
  /// - Parameters:
  ///   - facts: those of `copies` come first.
  ///   - counts: the copies of messages, in their order.
  func judge(
    _ copies: [ListedCopy], _ facts: [RetentionFacts], othersOctets: Int64, now: Int64, budget: Int?,
    counts: ([ArchivedMessage]) throws -> [Int]
  ) rethrows -> Judgement {
    var facts = facts
    if rule.requireCopies > 1 {
      let reasons = wanted(facts, othersOctets: othersOctets, now: now)
      let asked = copies.indices.filter { reasons[$0] != nil }
      for (index, count) in zip(asked, try counts(asked.map { copies[$0].message })) {
        facts[index].copies = count
      }
    }
    return judge(facts, othersOctets: othersOctets, now: now, budget: budget)
  }

  /// The messages of `copies` that may leave the server now, and those that would were there copies enough of them.
  func verdicts(
    for copies: [ListedCopy], trashed: (ArchivedMessage) -> Bool, othersOctets: Int64, now: Int64,
    budget: Int?, counts: ([ArchivedMessage]) throws -> [Int]
  ) rethrows -> (verdicts: [Verdict], waiting: Set<MessageNumber>) {
    let judgement = try judge(
      copies, facts(of: copies, trashed: trashed), othersOctets: othersOctets, now: now, budget: budget,
      counts: counts)
    let verdicts = zip(copies, judgement.reasons).compactMap { copy, reason in
      reason.map { Verdict(number: copy.number, message: copy.message, reason: $0) }
    }
    return (verdicts, Set(judgement.waiting.map { copies[$0].number }))
  }
}
