import Archive
import MailIndex
import POP3
import Settings

/// Keeps what the next run's probe compares with, once a session has ended with everything archived.
struct Remembering {
  let context: SyncContext

  /// - Parameters:
  ///   - copies: the archived messages that the policy was asked about.
  ///   - waiting: those of `copies` that stay only because there are too few copies of them.
  ///   - isUnfinished: messages that may go are still on the server: the next run lists them again.
  func remember(
    _ survey: Survey, deleted: [Verdict], copies: [ListedCopy], waiting: Set<MessageNumber>,
    isUnfinished: Bool
  ) throws {
    var memory = try context.archive.memory() ?? MailboxMemory()
    let gone = Set(deleted.map(\.number))
    let deletedOctets = copies.filter { gone.contains($0.number) }
      .reduce(Int64(0)) { $0.addingClamped($1.octets ?? 0) }
    memory.count = survey.status.count - min(survey.status.count, UInt32(gone.count))
    memory.octets = survey.status.octets.map { $0 - deletedOctets }
    // Where the last message has gone, the one before it is the last now; the next listing learns its name.
    memory.lastUID = survey.last.flatMap { gone.contains($0.number) ? nil : $0.uid?.bytes }
    let rule = context.account.onServer
    memory.rule = rule.text
    // Those that waited before were counted at the mark that is remembered.
    if !survey.claims.areOfPart || memory.waiting == 0 { memory.copyMark = survey.copyMark }
    memory.waiting = (survey.claims.areOfPart ? memory.waiting : 0) + survey.waiting + waiting.count
    if !survey.claims.areOfPart {
      memory.listedAt = context.clock.now()
      memory.nextDue = nil
    }
    let kept =
      copies.filter { !gone.contains($0.number) && !waiting.contains($0.number) }.map(\.message.storedAt)
      + [survey.oldestKept].compactMap(\.self)
    let due = Retention(rule).nextDue(oldestStoredAt: kept.min())
    memory.nextDue = isUnfinished ? context.clock.now() : [memory.nextDue, due].compactMap(\.self).min()
    try context.archive.remember(memory)
  }
}
