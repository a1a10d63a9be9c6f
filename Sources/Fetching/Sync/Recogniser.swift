import Archive
import MailIndex
import POP3
import Settings

/// Recognises listed messages that are archived, some hundreds at a time, and keeps those that are new or doubtful.
///
/// What is kept is bounded, so that a mailbox of any size passes through: what is beyond is counted, and another
/// session sees to it.
struct Recogniser {
  /// Messages that are looked up at once.
  private static let chunk = 256

  let context: SyncContext
  var survey: Survey
  private(set) var new = ListedMessages()
  private(set) var doubtful = ListedMessages()
  /// Messages whose unique-id is recorded with another size.
  private(set) var resized = 0
  /// Messages that look like some that were deleted.
  private(set) var broughtBack = 0
  private var waiting: [ListedMessage] = []
  private var rebind: [Rebinding] = []
  private var returned: [ArchivedMessage] = []
  /// Messages of which it is not known yet whether they may go.
  private var unjudged: [ListedCopy] = []
  private var seenElsewhere: SeenElsewhere
  private let retention: Retention
  private let trashed: TrashedFiles
  private let isRehearsal: Bool

  /// - Parameter isRehearsal: nothing is recorded of what the listing shows.
  init(_ survey: Survey, context: SyncContext, isRehearsal: Bool) throws {
    self.survey = survey
    self.context = context
    self.isRehearsal = isRehearsal
    seenElsewhere = try SeenElsewhere(context.archive)
    retention = Retention(context.account.onServer)
    if retention.rule.requireCopies > 1 { self.survey.copyMark = try context.archive.copyMark() }
    trashed = retention.rule.untilTrashed ? try context.archive.trashed() : TrashedFiles()
  }

  /// Takes a listed message; what it is may be found out later, in `finish` at the latest.
  mutating func take(_ message: ListedMessage) throws {
    survey.listed += 1
    if survey.last.map({ $0.number < message.number }) ?? true { survey.last = message }
    guard message.uid != nil else { return keepDoubtful(message) }
    waiting.append(message)
    if waiting.count >= Self.chunk { try finish() }
  }

  /// Finds out what all messages are that were taken.
  mutating func finish() throws {
    let messages = waiting
    waiting.removeAll(keepingCapacity: true)
    let uids = messages.map { $0.uid?.bytes ?? [] }
    var next = 0
    var unknown: [ListedMessage] = []
    while next < messages.count {
      for candidates in try context.archive.copies(uids: uids[next...]) {
        if candidates.isEmpty {
          unknown.append(messages[next])
        } else {
          try place(messages[next], candidates)
        }
        next += 1
      }
    }
    for message in try seenElsewhere.take(unknown) { keepNew(message) }
    survey.seenElsewhere = seenElsewhere.count
    if seenElsewhere.unrecorded >= context.limits.changes { try recordChanges() }
    try keepTickets()
  }

  private mutating func place(_ message: ListedMessage, _ candidates: [ArchivedMessage]) throws {
    let facts = candidates.map {
      CopyFacts($0, isClaimed: survey.claims.isClaimed($0.messageID) || survey.seen.isClaimed($0.copyID))
    }
    switch Standing(octets: message.octets, candidates: facts) {
    case .known(let index): try recognise(message, candidates[index])
    case .doubtful:
      if facts.contains(where: { !$0.isGone && !$0.isClaimed }) { resized += 1 }
      if facts.contains(where: { $0.isGone && $0.wasDeleted && $0.allows(message.octets) }) {
        broughtBack += 1
      }
      keepDoubtful(message)
    case .new: keepNew(message)
    }
  }

  /// Notes that a listed message is this copy.
  mutating func recognise(_ message: ListedMessage, _ copy: ArchivedMessage) throws {
    survey.known += 1
    survey.claims.claim(copy.messageID)
    survey.seen.claim(copy.copyID)
    if copy.uid != message.uid?.bytes || copy.listedOctets != message.octets {
      rebind.append(Rebinding(copy: copy, uid: message.uid?.bytes ?? [], listedOctets: message.octets))
    }
    // Its deletion was asked for and never confirmed, and here it still is.
    if copy.state != .stored { returned.append(copy) }
    if rebind.count + returned.count >= context.limits.changes { try recordChanges() }
    guard retention.rule.canDelete else { return }
    let listed = ListedCopy(number: message.number, message: copy, octets: message.octets, isFresh: false)
    if retention.comparesMessages { survey.copies.append(listed) } else { unjudged.append(listed) }
  }

  /// Records what the listing showed of copies: names that changed, copies that are back.
  mutating func recordChanges() throws {
    guard !isRehearsal else { return }
    try seenElsewhere.record()
    let now = context.clock.now()
    try context.archive.bind(rebind, now: now)
    try context.archive.mark(returned, .stored, now: now)
    rebind.removeAll(keepingCapacity: true)
    returned.removeAll(keepingCapacity: true)
  }

  /// Forgets what was fetched elsewhere and is not in this listing, which is whole.
  func forgetMissing() throws { try seenElsewhere.forgetMissing(listed: survey.listed) }

  /// Keeps what allows to delete the messages that were recognised, of each where the policy wants that in this run.
  ///
  /// To be called once more after the last was recognised.
  mutating func keepTickets() throws {
    let copies = unjudged
    unjudged.removeAll(keepingCapacity: true)
    guard !copies.isEmpty else { return }
    let facts = retention.facts(of: copies) { trashed.contains($0) }
    let judgement = try retention.judge(
      copies, facts, othersOctets: 0, now: context.clock.now(), budget: nil,
      counts: context.archive.copyCounts)
    survey.waiting += judgement.waiting.count
    let waiting = Set(judgement.waiting)
    for (index, copy) in copies.enumerated() where !waiting.contains(index) {
      if judgement.reasons[index] == nil {
        survey.oldestKept = min(survey.oldestKept ?? .max, copy.message.storedAt)
      } else if !isRehearsal, survey.copies.count >= context.limits.tickets {
        survey.hasMoreToDelete = true
      } else {
        survey.copies.append(copy)
      }
    }
  }

  private mutating func keepNew(_ message: ListedMessage) {
    if isFull { survey.leftOver += 1 } else { new.append(message) }
  }

  private mutating func keepDoubtful(_ message: ListedMessage) {
    if isFull { survey.leftOver += 1 } else { doubtful.append(message) }
  }

  /// A dry run names all that there is.
  private var isFull: Bool { !isRehearsal && new.footprint + doubtful.footprint >= context.limits.planOctets }
}
