/// A made mailbox: invented mail of all the kinds that a real one has, the same for the same arguments.
///
/// Texts in a dozen languages and charsets, alternatives, attachments, threads, duplicates, and what servers keep
/// although no standard allows it: lone CR and LF, NUL, no header, nothing at all. Messages are made when they are
/// asked for; the mailbox holds their plans.
package struct MadeMailbox: Sendable {
  /// The messages in the order of their arrival.
  package let messages: [MadeMessage]

  /// Plans `count` messages that arrived in the two years before `now` (seconds since 1970 UTC).
  ///
  /// - Parameter bigMessage: true for one message of 20 MB among them.
  package init(count: Int = 520, seed: UInt64 = 1, now: Int64, bigMessage: Bool = true) {
    let schedule = Schedule(count: count, seed: seed, now: now, bigMessage: bigMessage)
    messages = (0..<max(count, 0)).map { MadeMessage(schedule.plan($0)) }
  }
}
