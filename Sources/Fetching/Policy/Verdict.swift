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

  /// The messages of `copies` that may leave the server now.
  package func verdicts(
    for copies: [ListedCopy], trashed: (ArchivedMessage) -> Bool, othersOctets: Int64, now: Int64,
    budget: Int?
  ) -> [Verdict] {
    let facts = facts(of: copies, trashed: trashed)
    let reasons = reasons(for: facts, othersOctets: othersOctets, now: now, budget: budget)
    return zip(copies, reasons).compactMap { copy, reason in
      reason.map { Verdict(number: copy.number, message: copy.message, reason: $0) }
    }
  }
}
