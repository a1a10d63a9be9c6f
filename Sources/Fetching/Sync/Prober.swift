import Archive
import MailIndex
import POP3
import POP3Client
import Settings

/// Ends a poll in a constant number of round trips where nothing has changed.
///
/// Count, octets and last unique-id as remembered mean an unchanged mailbox, for ten messages or a
/// million. A whole listing runs all the same once a day, and whenever something may be due.
struct Prober {
  /// Seconds between whole listings.
  private static let interval: Int64 = 86_400

  enum Answer {
    case unchanged(MaildropStatus)
    case changed(MaildropStatus)
  }

  let context: SyncContext

  func run(_ session: inout Session) throws -> Answer {
    guard let memory = try context.archive.memory(), try !isListingDue(memory) else {
      return .changed(try session.status())
    }
    let (status, uid) = try session.probe(last: MessageNumber(memory.count))
    let isSame =
      status.count == memory.count && status.octets == memory.octets
      && (memory.count == 0 || (uid != nil && uid?.bytes == memory.lastUID))
    return isSame ? .unchanged(status) : .changed(status)
  }

  /// True where a whole listing is wanted although the mailbox may be unchanged.
  private func isListingDue(_ memory: MailboxMemory) throws -> Bool {
    let now = context.clock.now()
    if now &- memory.listedAt >= Self.interval || now < memory.listedAt { return true }
    if try context.archive.plannedSetAsides().values.contains(where: { $0.retryAt <= now }) { return true }
    let rule = context.account.onServer
    guard rule.canDelete else { return false }
    if memory.rule != rule.text { return true }
    if let due = memory.nextDue, due <= now { return true }
    return try rule.untilTrashed && !context.archive.trashed().isEmpty
  }
}
