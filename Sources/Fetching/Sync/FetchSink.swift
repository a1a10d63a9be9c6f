import Archive
import POP3
import POP3Client

/// Takes messages off the wire into the archive: a delivery for each, a batch for some hundreds.
///
/// A batch ends at so many messages, octets, or so much time, and sooner where the disk has nothing to do, so that
/// neither a slow server nor a fast one holds durability back; memory holds the headers of a batch and no body.
struct FetchSink: MessageSink, ~Copyable {
  struct Limits: Sendable {
    /// What is worth its flushes where the disk waits for work: so the disk is busy while the rest is read, and
    /// the last batch is small.
    var leastMessages = 400
    var leastOctets: Int64 = 4 << 20
    var messages = 700
    var octets: Int64 = 64 << 20
    var time: Duration = .seconds(2)
  }

  /// Why the sink ended the session.
  enum Stop: Error {
    case tooLarge(ListedMessage, limit: Int64)
    case diskLow
    case outOfStep
    /// The message has the size of another that was asked for: the server answers out of order.
    case misplaced
  }

  /// Octets of one message between two looks at the free space.
  private static let diskInterval: Int64 = 32 << 20

  /// After so many refusals in a row it is the server that refuses, not the messages: a quota.
  private static let patience = 100
  /// How far from its place an answer is looked for.
  private static let reach = 16

  private let context: SyncContext
  private let lane: CommitLane
  private let plan: PlannedMessages
  private let limits: Limits
  private var next = 0
  private var intake: Intake?
  /// The message that is being received.
  private var current: ListedMessage?
  private var received: Int64 = 0
  private var ceiling: Int64 = 0
  private var nextDiskLook: Int64 = 0
  private var batch: [Arrived] = []
  private var batchOctets: Int64 = 0
  private var batchStarted: Duration = .zero
  private let plannedOctets: Int64
  /// Messages and octets that have arrived whole.
  private(set) var messages = 0
  private(set) var octets: Int64 = 0
  /// Messages that the server refused to send, and its words.
  private(set) var refusals: [(ListedMessage, Reply)] = []
  /// The server's words once it refuses one message after the other.
  private(set) var refusesAll: Reply?
  private var refusalsInARow = 0
  /// True while all sizes were as listed, with commands sent together: only then can a size tell of a mix-up.
  private var tellsBySize: Bool
  /// True once a message had another size than was listed.
  private(set) var hasOtherSizes = false
  /// True once free space fell below the floor.
  private(set) var isDiskLow = false

  init(
    _ plan: PlannedMessages, context: SyncContext, lane: CommitLane, pipelines: Bool,
    limits: Limits = Limits()
  ) {
    tellsBySize = pipelines
    self.plan = plan
    self.context = context
    self.lane = lane
    self.limits = limits
    plannedOctets = plan.indices.reduce(0) { $0.addingClamped(plan.octets(at: $1) ?? 0) }
  }

  /// The message that was being received, or was to come next, when the session ended.
  var interrupted: ListedMessage? { next < plan.count ? plan[next].message : nil }

  var shouldStop: Bool { context.stop.isStopping || isDiskLow || refusesAll != nil }

  mutating func begin(_ number: MessageNumber) throws {
    guard next < plan.count, plan.numbers[next] == number else { throw Stop.outOfStep }
    let listed = plan[next].message
    current = listed
    received = 0
    nextDiskLook = Self.diskInterval
    ceiling = context.ceiling(for: listed)
    intake = try context.archive.begin(
      uid: listed.uid?.bytes ?? [], listedOctets: listed.octets, now: context.clock.now())
  }

  mutating func append(_ bytes: RawSpan) throws {
    received += Int64(bytes.byteCount)
    if received > ceiling, let current { throw Stop.tooLarge(current, limit: ceiling) }
    if received >= nextDiskLook {
      nextDiskLook = received + Self.diskInterval
      if try context.isDiskLow() { throw Stop.diskLow }
    }
    try intake?.append(bytes)
  }

  mutating func end(_ number: MessageNumber) throws {
    guard let finished = intake.take(), let listed = current else { throw Stop.outOfStep }
    if isMisplaced() { throw Stop.misplaced }
    if let octets = listed.octets, octets != received { hasOtherSizes = true }
    refusalsInARow = 0
    if batch.isEmpty { batchStarted = context.clock.elapsed() }
    batch.append(Arrived(listed: listed, pending: try finished.finish()))
    batchOctets += received
    messages += 1
    octets += received
    next += 1
    if isBatchFull { try flush() }
    if messages % 64 == 0 || received > 1 << 20 { report() }
  }

  mutating func refused(_ number: MessageNumber, _ reply: Reply) throws {
    guard next < plan.count, plan.numbers[next] == number else { throw Stop.outOfStep }
    refusalsInARow += 1
    if refusalsInARow > Self.patience {
      refusesAll = reply
    } else {
      refusals.append((plan[next].message, reply))
    }
    next += 1
  }

  /// True where the message has not its own listed size but that of another nearby, and sizes were right
  /// so far.
  private mutating func isMisplaced() -> Bool {
    guard tellsBySize, let listed = plan.octets(at: next), listed != received else { return false }
    tellsBySize = false
    let near = max(0, next - Self.reach)..<min(plan.count, next + Self.reach + 1)
    return near.contains { plan.octets(at: $0) == received }
  }

  /// Hands what has arrived to the lane, full batch or not.
  mutating func flush() throws {
    guard !batch.isEmpty else { return }
    isDiskLow = try context.isDiskLow()
    try lane.submit(batch)
    batch.removeAll(keepingCapacity: true)
    batchOctets = 0
    report()
  }

  /// Drops what has arrived and was not handed over: answers that fitted no command came among it.
  mutating func discard() {
    messages -= batch.count
    octets -= batchOctets
    batch.removeAll()
    batchOctets = 0
  }

  private var isBatchFull: Bool {
    if batch.count >= limits.messages || batchOctets >= limits.octets { return true }
    if context.clock.elapsed() - batchStarted >= limits.time { return true }
    return (batch.count >= limits.leastMessages || batchOctets >= limits.leastOctets) && lane.isIdle
  }

  private func report() {
    context.observe(
      .progress(messages: messages, of: plan.count, octets: octets, ofOctets: plannedOctets))
  }
}
