import Archive
import MailIndex
import POP3
import POP3Client
import Settings

/// Takes archived messages off the server: proof, intention on record, DELE.
///
/// This is the only place that sends DELE, and it takes nothing but verdicts, which exist only for
/// archived messages: data, name, directory and index row of each were flushed before.
struct Deleter {
  /// How often a server may ignore a deletion before popkeep stops asking.
  static let patience = 5

  let context: SyncContext
  private(set) var warnings: [String] = []
  /// Messages whose header is not the archived one: other mail under a unique-id that was used before.
  private(set) var otherMail: [MessageNumber] = []
  /// Messages that the server acknowledged; QUIT decides.
  private(set) var acknowledged: [Verdict] = []
  /// Messages that had copies enough when they were judged, and have not any more.
  private(set) var heldBack: Set<MessageNumber> = []
  private var refused: [Verdict] = []
  private var wanted: Set<MessageNumber> = []
  /// True where messages that may go are still there: unproved or refused.
  var leavesSome: Bool { acknowledged.count < wanted.count }

  init(context: SyncContext) { self.context = context }

  /// Deletes what of `verdicts` can be proved to be archived. No message may be in two calls that delete it.
  ///
  /// - Parameter fresh: numbers of messages that came over this very connection and need no proof by TOP.
  mutating func run(
    _ verdicts: [Verdict], fresh: Set<MessageNumber>, status: MaildropStatus, session: inout Session,
    headers: inout HeaderReading
  ) throws {
    wanted.formUnion(verdicts.map(\.number))
    let present = try verdicts.filter { try isStillHere($0) }
    let proved = try prove(present, fresh: fresh, session: &session, headers: &headers)
    guard !proved.isEmpty else { return }
    // Headers prove nothing where they are answers to other commands.
    if proved.contains(where: { !fresh.contains($0.number) }) {
      try session.confirmStep(status, deleted: acknowledged.count)
    }
    let certain = try intend(proved)
    guard !certain.isEmpty else { return }
    context.observe(.deleting(messages: certain.count))
    try delete(certain, session: &session)
    let now = context.clock.now()
    try context.archive.mark(acknowledged.map(\.message), .acknowledged, now: now)
    try context.archive.mark(refused.map(\.message), .stored, isTry: true, now: now)
  }

  /// Records what QUIT's answer means for the messages that were acknowledged.
  ///
  /// - Parameter reply: nil where the line was lost before an answer came.
  mutating func settle(_ reply: Reply?) throws -> Int {
    guard !acknowledged.isEmpty else { return 0 }
    let messages = acknowledged.map(\.message)
    guard let reply, reply.status == .ok else {
      warnings.append(
        reply.map {
          "The server did not confirm the deletions at QUIT (\($0.printable)); the next run will see."
        }
          ?? "The line was lost before the deletions were confirmed; the next run will see.")
      try context.archive.mark(messages, .unknown, now: context.clock.now())
      return 0
    }
    // Counted against a server that says so and keeps them all the same; a line that is lost is no fault of it.
    try context.archive.mark(messages, .gone, isTry: true, now: context.clock.now())
    return messages.count
  }

  /// Puts the intention on record; a drive may have been read meanwhile and found damaged, so copies are counted once more.
  private mutating func intend(_ verdicts: [Verdict]) throws -> [Verdict] {
    let intended = try context.archive.intend(
      verdicts.map(\.message), copies: context.account.onServer.requireCopies, now: context.clock.now())
    heldBack.formUnion(verdicts.filter { !intended.contains($0.message.copyID) }.map(\.number))
    wanted.subtract(heldBack)
    return verdicts.filter { !heldBack.contains($0.number) }
  }

  private mutating func isStillHere(_ verdict: Verdict) throws -> Bool {
    if verdict.message.deleteTries >= Self.patience {
      warnings.append(
        "The server keeps messages that were deleted \(Self.patience) times; popkeep stops asking for those.")
      return false
    }
    if try context.archive.look(at: verdict.message, hashing: context.account.onServer.proveByHash) {
      return true
    }
    warnings.append(
      "Files of archived messages are missing or changed: those messages stay on the server. Run 'popkeep verify'."
    )
    return false
  }

  private mutating func prove(
    _ verdicts: [Verdict], fresh: Set<MessageNumber>, session: inout Session,
    headers: inout HeaderReading
  ) throws -> [Verdict] {
    let older = verdicts.filter { !fresh.contains($0.number) }
    var unproved: Set<MessageNumber> = []
    try headers.read(older.map(\.number), from: &session) { index, hash in
      if hash == older[index].message.headerHash { return }
      unproved.insert(older[index].number)
      if hash != nil { otherMail.append(older[index].number) }
    }
    if unproved.count > otherMail.count {
      warnings.append("The server cannot show headers (TOP): messages of earlier runs stay there unproved.")
    }
    return verdicts.filter { !unproved.contains($0.number) }
  }

  private mutating func delete(_ verdicts: [Verdict], session: inout Session) throws {
    var remaining = verdicts[...]
    var accepted: [Verdict] = []
    var rejected: [Verdict] = []
    var refusal: Reply?
    // Recorded even where the line is lost midway: what was acknowledged is then unknown, not forgotten.
    defer {
      acknowledged += accepted
      refused = rejected
      if let refusal { warnings.append("The server refused to delete messages: \(refusal.printable)") }
    }
    try session.delete(verdicts.map(\.number)) { number, reply in
      guard let verdict = remaining.popFirst(), verdict.number == number else { return }
      if reply.status == .ok {
        accepted.append(verdict)
      } else {
        rejected.append(verdict)
        refusal = reply
      }
    }
  }
}
