import Archive
import MailIndex
import POP3
import Settings

/// Keeps what the next run's probe compares with, once a session has ended with everything archived.
struct Remembering {
  let context: SyncContext

  /// - Parameter isUnfinished: messages that may go are still on the server: the next run lists them again.
  func remember(
    _ survey: Survey, deleted: [Verdict], copies: [ListedCopy], isUnfinished: Bool
  ) throws {
    var memory = try context.archive.memory() ?? MailboxMemory()
    let gone = Set(deleted.map(\.number))
    let deletedOctets = copies.filter { gone.contains($0.number) }
      .reduce(Int64(0)) { $0.addingClamped($1.octets ?? 0) }
    memory.count = survey.status.count - min(survey.status.count, UInt32(gone.count))
    memory.octets = survey.status.octets.map { $0 - deletedOctets }
    // Where the last message has gone, the one before it is the last now; the next listing learns its name.
    memory.lastUID = survey.last.flatMap { gone.contains($0.number) ? nil : $0.uid?.bytes }
    memory.listedAt = context.clock.now()
    let rule = context.account.onServer
    memory.rule = rule.text
    let oldest = copies.filter { !gone.contains($0.number) }.map(\.message.storedAt).min()
    memory.nextDue = isUnfinished ? memory.listedAt : Retention(rule).nextDue(oldestStoredAt: oldest)
    try context.archive.remember(memory)
  }
}
