import Archive
import MailIndex
import POP3
import POP3Client
import Settings

/// Lists a mailbox and recognises what is archived, message by message as the lines come.
///
/// LIST comes first: sixteen octets a message. Each UIDL line is then looked up and forgotten unless the
/// message is new or doubtful, so memory grows with what is new and not with unique-ids.
struct Lister {
  let context: SyncContext
  var survey: Survey
  private var sizes: ListingSizes
  private var new: [ListedMessage] = []
  private var doubtful: [ListedMessage] = []
  private var rebind: [Rebinding] = []
  private var returned: [ArchivedMessage] = []
  private var hasUniqueIDs = true
  /// Messages whose unique-id is recorded with another size.
  private var resized = 0
  /// Messages that look like some that were deleted.
  private var broughtBack = 0
  private(set) var warnings: [String] = []

  private let isRehearsal: Bool

  /// - Parameter isRehearsal: nothing is recorded of what the listing shows.
  init(_ status: MaildropStatus, context: SyncContext, isRehearsal: Bool) {
    self.context = context
    self.isRehearsal = isRehearsal
    survey = Survey(status: status)
    sizes = ListingSizes(expected: status.count)
  }

  /// The whole listing: sizes, unique-ids, headers where only they decide, and the plan.
  mutating func run(_ session: inout Session, headers: inout HeaderReading) throws -> Survey {
    try readSizes(&session)
    try readUniqueIDs(&session)
    noteDisagreement()
    if broughtBack > 0 {
      warnings.append(
        "The server lists messages under the names of deleted ones (\(broughtBack)): they are read once more."
      )
    }
    survey.totalOctets = sizes.totalOctets
    let missing = try missingCopies()
    try plan(&session, missing, headers: &headers)
    if !isRehearsal { try record(missing) }
    return survey
  }

  /// Records what the listing showed of copies: names that changed, copies that are back, copies that are gone.
  private func record(_ missing: [MissingCopy]) throws {
    let now = context.clock.now()
    if survey.isWhole { try settleMissing(missing) }
    try context.archive.bind(rebind, now: now)
    try context.archive.mark(returned, .stored, now: now)
  }

  private mutating func readSizes(_ session: inout Session) throws {
    guard survey.status.count > 0 else { return }
    var read = sizes
    do {
      let malformed = try session.sizes { read.add($0) }
      if malformed > 0 { warnings.append("\(malformed) lines of the LIST reply made no sense.") }
    } catch {
      guard error.isRefusal else { throw error }
      read.isComplete = false
      warnings.append("The server refused LIST: message sizes are unknown.")
    }
    sizes = read
  }

  private mutating func readUniqueIDs(_ session: inout Session) throws {
    guard survey.status.count > 0 || sizes.count > 0 else {
      survey.isWhole = true
      return
    }
    do {
      var lister = self
      let end = try session.uniqueIDs { try lister.take($0) }
      self = lister
      survey.isWhole = end.malformed == 0 && sizes.isComplete
      if end.malformed > 0 { warnings.append("\(end.malformed) lines of the UIDL reply made no sense.") }
    } catch let failure as SessionFailure where failure.isRefusal {
      warnings.append("The server has no UIDL: messages are recognised by their headers, which is slower.")
      hasUniqueIDs = false
      doubtful = sizes.withoutUniqueIDs()
      survey.listed = doubtful.count
    }
  }

  private mutating func take(_ line: UniqueIDListing) throws {
    guard let message = sizes.message(line) else { return }
    survey.listed += 1
    if survey.last.map({ $0.number < message.number }) ?? true { survey.last = message }
    guard let uid = message.uid else { return doubtful.append(message) }
    let candidates = try context.archive.copies(uid: uid.bytes)
    if candidates.isEmpty { return new.append(message) }
    let facts = candidates.map {
      CopyFacts($0, isClaimed: survey.claims.isClaimed($0.messageID) || survey.seen.isClaimed($0.copyID))
    }
    switch Standing(octets: message.octets, candidates: facts) {
    case .known(let index): recognise(message, candidates[index])
    case .doubtful:
      if facts.contains(where: { !$0.isGone && !$0.isClaimed }) { resized += 1 }
      if facts.contains(where: { $0.isGone && $0.wasDeleted && $0.allows(message.octets) }) {
        broughtBack += 1
      }
      doubtful.append(message)
    case .new: new.append(message)
    }
  }

  private mutating func recognise(_ message: ListedMessage, _ copy: ArchivedMessage) {
    survey.known += 1
    survey.claims.claim(copy.messageID)
    survey.seen.claim(copy.copyID)
    if copy.uid != message.uid?.bytes || copy.listedOctets != message.octets {
      rebind.append(Rebinding(copy: copy, uid: message.uid?.bytes ?? [], listedOctets: message.octets))
    }
    // Its deletion was asked for and never confirmed, and here it still is.
    if copy.state != .stored { returned.append(copy) }
    if context.account.onServer.canDelete {
      survey.copies.append(
        ListedCopy(number: message.number, message: copy, octets: message.octets, isFresh: false))
    }
  }

  private mutating func noteDisagreement() {
    if sizes.dropped > 0 || (survey.isWhole && sizes.unnamed > 0) {
      warnings.append("LIST and UIDL disagree: only what both name is taken.")
    } else if survey.listed != Int(survey.status.count) {
      warnings.append("STAT counts \(survey.status.count) messages, and \(survey.listed) are listed.")
    }
    guard hasUniqueIDs else { return }
    survey.isCut =
      sizes.unnamed > 0 || (!sizes.isComplete && survey.listed < Int(survey.status.count))
    guard survey.isCut else { return }
    survey.isWhole = false
    if context.account.onServer.canDelete {
      warnings.append("UIDL does not name all messages: nothing is deleted on such a listing.")
    }
  }

  private func missingCopies() throws -> [MissingCopy] {
    guard try context.archive.openCopyCount() > survey.known else { return [] }
    var missing: [MissingCopy] = []
    try context.archive.forEachCopy { copy in
      guard copy.state != .gone, !survey.seen.isClaimed(copy.copyID) else { return }
      missing.append(MissingCopy(copyID: copy.copyID, octets: copy.listedOctets ?? copy.wireOctets))
    }
    return missing
  }

  private mutating func plan(
    _ session: inout Session, _ missing: [MissingCopy], headers: inout HeaderReading
  ) throws {
    let renumbering = Renumbering(
      missing: missing.map(\.octets), known: survey.known, new: new.count)
    let setAside = try context.archive.plannedSetAsides()
    if !isRehearsal { try forgetSetAsides(setAside) }
    var planner = Planner(
      setAside: setAside, maxMessageSize: context.account.maxMessageSize, now: context.clock.now())
    for message in doubtful { planner.consider(message, header: true) }
    for message in new {
      planner.consider(message, header: renumbering.mayBeMissing(octets: message.octets))
    }
    let unsettled = planner.plan.settle
    let before = survey.known
    let doubtfulNumbers = Set(doubtful.map(\.number))
    let evidence = HeaderEvidence(
      policyDeletes: context.account.onServer.canDelete, known: survey.known, resized: resized)
    try headers.read(unsettled.map(\.number), from: &session) { index, hash in
      let message = unsettled[index]
      if let hash, let copy = try archived(message, header: hash, evidence) {
        recognise(message, copy)
      } else if hash == nil {
        planner.fetch(message, .unprovable)
      } else {
        let reusesUID = message.uid != nil && doubtfulNumbers.contains(message.number)
        planner.fetch(message, reusesUID ? .otherContent : .new)
      }
    }
    if renumbering.isSuspected, survey.known > before, survey.known - before >= missing.count / 2 {
      warnings.append(
        "The server has renumbered its messages: \(survey.known - before) were recognised by their headers.")
    }
    survey.plan = planner.plan
  }

  /// Messages set aside that a whole listing does not show, or shows as archived, are no concern any more.
  private func forgetSetAsides(_ setAside: [UniqueID: Planner.SetAside]) throws {
    guard survey.isWhole, !setAside.isEmpty else { return }
    let listed = Set((new + doubtful).compactMap(\.uid))
    try context.archive.clearSetAsides(setAside.keys.filter { !listed.contains($0) }.map(\.bytes))
  }

  /// The archived message whose header and size are those of a listed message.
  private func archived(
    _ message: ListedMessage, header: HeaderHash, _ evidence: HeaderEvidence
  ) throws -> ArchivedMessage? {
    let named = try message.uid.map { try context.archive.copies(uid: $0.bytes).map(\.copyID) } ?? []
    return try context.archive.copies(headerHash: header).first { copy in
      !survey.claims.isClaimed(copy.messageID)
        && evidence.suffices(
          for: CopyFacts(copy, isClaimed: false), octets: message.octets,
          hasItsName: named.contains(copy.copyID))
    }
  }

  /// Copies that a whole listing does not show have left the server, by our hand or another's.
  private func settleMissing(_ missing: [MissingCopy]) throws {
    let gone = missing.map(\.copyID).filter { !survey.seen.isClaimed($0) }
    try context.archive.markGone(gone, now: context.clock.now())
  }
}
