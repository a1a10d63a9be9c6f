import Archive
import MailIndex
import POP3
import POP3Client
import Settings

/// Lists a mailbox, recognises what is archived as the lines come, and plans what to do with the rest.
///
/// LIST comes first: five octets a message. Each UIDL line is then looked up and forgotten unless the
/// message is new or doubtful, and of those as many are kept as one session fetches: memory does not grow with
/// the mailbox.
struct Lister {
  let context: SyncContext
  private var recogniser: Recogniser
  private var sizes: ListingSizes
  private var hasUniqueIDs = true
  private(set) var warnings: [String] = []
  private let isRehearsal: Bool

  /// - Parameter isRehearsal: nothing is recorded of what the listing shows.
  init(_ status: MaildropStatus, context: SyncContext, isRehearsal: Bool) throws {
    self.context = context
    self.isRehearsal = isRehearsal
    recogniser = try Recogniser(Survey(status: status), context: context, isRehearsal: isRehearsal)
    sizes = ListingSizes(expected: status.count)
  }

  /// The whole listing: sizes, unique-ids, headers where only they decide, and the plan.
  mutating func run(_ session: inout Session, headers: inout HeaderReading) throws -> Survey {
    try session.askAhead([.list(nil), .uidl(nil)])
    try readSizes(&session)
    try readUniqueIDs(&session)
    try recogniser.finish()
    noteDisagreement()
    if recogniser.broughtBack > 0 {
      warnings.append(
        "The server lists messages under the names of deleted ones (\(recogniser.broughtBack)): they are read once more."
      )
    }
    recogniser.survey.totalOctets = sizes.totalOctets
    // All that is still wanted of them is in the survey.
    sizes = ListingSizes(expected: 0)
    let missing = try missingCopies()
    try plan(&session, missing, headers: &headers)
    if !isRehearsal { try record(missing) }
    return recogniser.survey
  }

  /// Plans for `messages`, which came behind a mailbox that is otherwise as it was when it was last listed.
  mutating func run(
    appended messages: [ListedMessage], known: Int, _ session: inout Session, headers: inout HeaderReading
  ) throws -> Survey {
    for message in messages { try recogniser.take(message) }
    try recogniser.finish()
    recogniser.survey.listed = known + messages.count
    recogniser.survey.claims.assumeRestIsListed()
    try plan(&session, [], headers: &headers)
    recogniser.survey.known += known
    if !isRehearsal { try recogniser.recordChanges() }
    return recogniser.survey
  }

  /// Records what the listing showed of copies: names that changed, copies that are back, copies that are gone.
  private mutating func record(_ missing: [MissingCopy]) throws {
    if recogniser.survey.isWhole { try settleMissing(missing) }
    try recogniser.recordChanges()
    if recogniser.survey.isWhole { try recogniser.forgetMissing() }
  }

  private mutating func readSizes(_ session: inout Session) throws {
    guard recogniser.survey.status.count > 0 else { return }
    var read = sizes
    sizes = ListingSizes(expected: 0)
    do {
      let malformed = try session.sizes {
        read.add($0)
        try goOn(read.count)
      }
      if malformed > 0 { warnings.append("\(malformed) lines of the LIST reply made no sense.") }
    } catch let failure as SessionFailure where failure.isRefusal {
      read.isComplete = false
      warnings.append("The server refused LIST: message sizes are unknown.")
    }
    sizes = read
  }

  private mutating func readUniqueIDs(_ session: inout Session) throws {
    guard recogniser.survey.status.count > 0 || sizes.count > 0 else {
      recogniser.survey.isWhole = true
      return
    }
    do {
      var lister = self
      let end = try session.uniqueIDs { line in
        if let message = lister.sizes.message(line) {
          try lister.recogniser.take(message)
          try goOn(lister.recogniser.survey.listed)
        }
      }
      self = lister
      recogniser.survey.isWhole = end.malformed == 0 && sizes.isComplete
      if end.malformed > 0 { warnings.append("\(end.malformed) lines of the UIDL reply made no sense.") }
    } catch let failure as SessionFailure where failure.isRefusal {
      warnings.append("The server has no UIDL: messages are recognised by their headers, which is slower.")
      hasUniqueIDs = false
      for message in sizes.withoutUniqueIDs() { try recogniser.take(message) }
    }
  }

  /// Ends a listing that may be long where the run is to end.
  private func goOn(_ lines: Int) throws {
    if lines % 1024 == 0, context.stop.isStopping {
      throw SessionAbandoned(reason: "the run was ended while the server listed its messages")
    }
  }

  private mutating func noteDisagreement() {
    if sizes.dropped > 0 || (recogniser.survey.isWhole && sizes.unnamed > 0) {
      warnings.append("LIST and UIDL disagree: only what both name is taken.")
    } else if recogniser.survey.listed != Int(recogniser.survey.status.count) {
      warnings.append(
        "STAT counts \(recogniser.survey.status.count) messages, and \(recogniser.survey.listed) are listed.")
    }
    // What is gone is judged once everything was seen.
    if recogniser.survey.leftOver > 0 { recogniser.survey.isWhole = false }
    guard hasUniqueIDs else { return }
    recogniser.survey.isCut =
      sizes.unnamed > 0
      || (!sizes.isComplete && recogniser.survey.listed < Int(recogniser.survey.status.count))
    guard recogniser.survey.isCut else { return }
    recogniser.survey.isWhole = false
    if context.account.onServer.canDelete {
      warnings.append("UIDL does not name all messages: nothing is deleted on such a listing.")
    }
  }

  private func missingCopies() throws -> [MissingCopy] {
    guard try context.archive.openCopyCount() > recogniser.survey.known else { return [] }
    var missing: [MissingCopy] = []
    try context.archive.forEachCopy { copy in
      guard copy.state != .gone, !recogniser.survey.seen.isClaimed(copy.copyID) else { return }
      missing.append(MissingCopy(copyID: copy.copyID, octets: copy.listedOctets ?? copy.wireOctets))
    }
    return missing
  }

  private mutating func plan(
    _ session: inout Session, _ missing: [MissingCopy], headers: inout HeaderReading
  ) throws {
    let (new, doubtful) = (recogniser.new, recogniser.doubtful)
    let before = recogniser.survey.known
    let renumbering = Renumbering(
      missing: missing.map(\.octets), known: recogniser.survey.known,
      new: new.count + recogniser.survey.leftOver)
    let setAside = try context.archive.plannedSetAsides()
    if !isRehearsal { try forgetSetAsides(setAside) }
    var planner = Planner(
      setAside: setAside, maxMessageSize: context.account.maxMessageSize, now: context.clock.now())
    for message in doubtful { planner.consider(message, header: true) }
    for message in new {
      planner.consider(message, header: renumbering.mayBeMissing(octets: message.octets))
    }
    let unsettled = planner.plan.settle
    let doubtfulNumbers = Set(doubtful.numbers)
    let evidence = HeaderEvidence(
      policyDeletes: context.account.onServer.canDelete, known: recogniser.survey.known,
      resized: recogniser.resized)
    try headers.read(unsettled.numbers, from: &session) { index, hash in
      let message = unsettled[index]
      if let hash, let copy = try archived(message, header: hash, evidence) {
        try recogniser.recognise(message, copy)
      } else if hash == nil {
        planner.fetch(message, .unprovable)
      } else {
        let reusesUID = message.uid != nil && doubtfulNumbers.contains(message.number)
        planner.fetch(message, reusesUID ? .otherContent : .new)
      }
    }
    try recogniser.keepTickets()
    if renumbering.isSuspected, recogniser.survey.known > before,
      recogniser.survey.known - before >= missing.count / 2
    {
      warnings.append(
        "The server has renumbered its messages: \(recogniser.survey.known - before) were recognised by their headers."
      )
    }
    recogniser.survey.plan = planner.plan
  }

  /// Messages set aside that a whole listing does not show, or shows as archived, are no concern any more.
  private func forgetSetAsides(_ setAside: [UniqueID: Planner.SetAside]) throws {
    guard recogniser.survey.isWhole, !setAside.isEmpty else { return }
    var forgotten = Set(setAside.keys)
    for message in recogniser.new { if let uid = message.uid { forgotten.remove(uid) } }
    for message in recogniser.doubtful { if let uid = message.uid { forgotten.remove(uid) } }
    try context.archive.clearSetAsides(forgotten.map(\.bytes))
  }

  /// The archived message whose header and size are those of a listed message.
  private func archived(
    _ message: ListedMessage, header: HeaderHash, _ evidence: HeaderEvidence
  ) throws -> ArchivedMessage? {
    let named = try message.uid.map { try context.archive.copies(uid: $0.bytes).map(\.copyID) } ?? []
    return try context.archive.copies(headerHash: header).first { copy in
      !recogniser.survey.claims.isClaimed(copy.messageID)
        && evidence.suffices(
          for: CopyFacts(copy, isClaimed: false), octets: message.octets,
          hasItsName: named.contains(copy.copyID))
    }
  }

  /// Copies that a whole listing does not show have left the server, by our hand or another's.
  private func settleMissing(_ missing: [MissingCopy]) throws {
    let gone = missing.map(\.copyID).filter { !recogniser.survey.seen.isClaimed($0) }
    try context.archive.markGone(gone, now: context.clock.now())
  }
}
