import Archive
import MailIndex
import POP3
import POP3Client
import Settings

/// Ends a poll in a constant number of round trips where nothing has changed, and finds out whether new mail is all
/// that has.
///
/// Count, octets and last unique-id as remembered mean an unchanged mailbox, for ten messages or a
/// million. A whole listing runs all the same once a day, and whenever something may be due.
struct Prober {
  /// Seconds between whole listings.
  private static let interval: Int64 = 86_400
  /// So many messages are listed one by one before a whole listing is cheaper.
  private static let mostAppended: UInt32 = 5_000

  /// What a session is asked first.
  enum Question {
    /// Whether anything has changed since what is remembered.
    case probe(MailboxMemory)
    case listing

    /// The commands for it, to be sent together.
    var commands: [Command] {
      switch self {
      case .listing: [.stat, .list(nil), .uidl(nil)]
      case .probe(let memory):
        if let last = MessageNumber(memory.count) { [.stat, .uidl(last)] } else { [.stat] }
      }
    }
  }

  enum Answer {
    case unchanged(MaildropStatus)
    /// The mailbox is as remembered up to where these messages begin.
    case appended([ListedMessage], MaildropStatus)
    case changed(MaildropStatus)
  }

  let context: SyncContext

  func question() throws -> Question {
    guard let memory = try context.archive.memory(), try !isListingDue(memory) else { return .listing }
    return .probe(memory)
  }

  func run(_ session: inout Session, _ question: Question) throws -> Answer {
    guard case .probe(let memory) = question else { return .changed(try session.status()) }
    let (status, uid) = try session.probe(last: MessageNumber(memory.count))
    let isSameUpToLast = memory.count == 0 || (uid != nil && uid?.bytes == memory.lastUID)
    guard isSameUpToLast, status.count >= memory.count else { return .changed(status) }
    if status.count == memory.count {
      return status.octets == memory.octets ? .unchanged(status) : .changed(status)
    }
    return try appended(&session, to: memory, status).map { .appended($0, status) } ?? .changed(status)
  }

  /// The messages that came behind those remembered; nil where more than that may have changed.
  ///
  /// The octets speak for it: those remembered and those of the messages that came are all that STAT counts. Only where
  /// the server takes several commands at once: elsewhere each message would cost two round trips, and a whole listing
  /// costs two in all.
  private func appended(
    _ session: inout Session, to memory: MailboxMemory, _ status: MaildropStatus
  ) throws -> [ListedMessage]? {
    guard session.pipelines, memory.count > 0, !memory.isWindowed,
      !context.account.onServer.looksAtWholeMailbox,
      let before = memory.octets, let octets = status.octets,
      status.count - memory.count <= Self.mostAppended
    else { return nil }
    let numbers = (memory.count + 1...status.count).compactMap { MessageNumber($0) }
    guard let listings = try session.listings(of: numbers) else { return nil }
    let messages = listings.map { size, name in
      ListedMessage(
        number: size.number, uid: name.uid.flatMap { $0.bytes.isEmpty ? nil : $0 }, octets: size.octets)
    }
    let isAll = messages.reduce(before) { $0.addingClamped($1.octets ?? .max) } == octets
    return isAll && messages.allSatisfy { $0.uid != nil } ? messages : nil
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
    if try memory.waiting > 0 && memory.copyMark != context.archive.copyMark() { return true }
    return try rule.untilTrashed && !context.archive.trashed().isEmpty
  }
}

extension RetentionRule {
  /// True where mail that comes may let other mail go, or itself at once: before anything is deleted all is listed.
  fileprivate var looksAtWholeMailbox: Bool {
    // Of mail that has just come there is one copy.
    let goesAtOnce = delete || (deleteAfter ?? .max) <= 0
    return (goesAtOnce && requireCopies == 1) || keepNewest != nil || keepUnder != nil
  }
}
