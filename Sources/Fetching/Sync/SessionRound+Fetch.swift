import Archive
import POP3
import POP3Client

/// What a session's fetching came to.
struct Fetched {
  var count = 0
  /// True where every message of the plan is archived now.
  var isEverything = false
}

extension SessionRound {
  /// Fetches what the plan names, commits it, and adds what landed to `copies`.
  ///
  /// What arrived whole before a failure is committed all the same; the failure is thrown afterwards.
  func fetch(
    _ plan: PlannedMessages, _ claims: Claims, _ session: inout Session, _ run: inout Run,
    _ copies: inout [ListedCopy], status: MaildropStatus, deleted: Int = 0
  ) throws -> Fetched {
    let wanted = run.avoided.isEmpty ? plan : plan.filter { !run.avoided.contains($0.message.key) }
    guard !wanted.isEmpty else { return Fetched(isEverything: plan.isEmpty) }
    guard try !context.isDiskLow() else { throw DiskLow() }
    lane.begin(claims: claims)
    var sink = FetchSink(wanted, context: context, lane: lane, pipelines: session.pipelines)
    var failure: (any Error)?
    do {
      try session.retrieve(wanted.numbers, checking: status, deleted: deleted, into: &sink)
    } catch {
      // A message without its end swallows the next answers: each is then taken for another, until none is left.
      let swallows = session.pipelines && sink.hasOtherSizes && (error as? SessionFailure)?.isLineLoss == true
      failure = swallows ? SessionFailure(.retrieve, .pipeliningBroken) : error
    }
    if Self.isMixedUp(failure) { sink.discard() }
    try sink.flush()
    let landed = try lane.settle()
    if let failure, Self.isMixedUp(failure) {
      // Nobody knows which message each of them is. They come again, and what is here already is not stored twice.
      try context.archive.forget(landed.copyIDs)
      try blame(failure, nil, &run)
    }
    count(landed, &run)
    let retried = wanted.filter { $0.reason == .retry }
    if !retried.isEmpty {
      let numbers = Set(landed.numbers)
      try context.archive.clearSetAsides(
        retried.compactMap { numbers.contains($0.message.number) ? $0.message.uid?.bytes : nil })
    }
    context.observe(.committed(messages: run.report.fetched))
    for (message, reply) in sink.refusals {
      try setAside(message, "the server refused it: \(reply.printable)", &run)
    }
    if let words = sink.refusesAll {
      warn(
        "The server refused message after message (\(words.printable)): the rest waits for the next run.",
        &run)
    }
    if let failure { try blame(failure, sink.interrupted, &run) }
    if sink.isDiskLow { throw DiskLow() }
    copies += landed.copies
    return Fetched(count: landed.numbers.count, isEverything: landed.numbers.count == plan.count)
  }

  /// True where answers came that do not belong to their commands.
  private static func isMixedUp(_ failure: (any Error)?) -> Bool {
    if let stop = failure as? FetchSink.Stop, case .misplaced = stop { return true }
    guard let failure = failure as? SessionFailure else { return false }
    switch failure.code {
    case .pipeliningBroken, .outOfStep: return true
    case .connection, .protocolViolation, .refused, .loginRefused, .tokenRefused, .exchangeBroken,
      .downgraded,
      .mechanismNeedsTLS, .starttlsNotOffered, .startTLSInjection, .plaintextForbidden, .noCommonMechanism:
      return false
    }
  }

  private func count(_ landed: Landed, _ run: inout Run) {
    run.report.fetched += landed.numbers.count
    run.report.bytes += landed.octets
    run.report.duplicates += landed.duplicates
    run.report.stored += landed.firstStored.prefix(AccountReport.mostStored - run.report.stored.count)
  }

  /// Sets the message aside that broke the session, at once or at the second time, and throws what is
  /// then left of the failure.
  private func blame(_ failure: any Error, _ interrupted: ListedMessage?, _ run: inout Run) throws {
    if let stop = failure as? FetchSink.Stop, case .tooLarge(let message, let limit) = stop {
      try setAside(message, "it is larger than \(limit) octets, far beyond what was listed", &run)
      throw SessionAbandoned(reason: "a message without an end was set aside")
    }
    if failure is FetchSink.Stop, Self.isMixedUp(failure) {
      throw SessionFailure(.retrieve, .pipeliningBroken)
    }
    if let stop = failure as? FetchSink.Stop, case .diskLow = stop { throw DiskLow() }
    if let message = interrupted, let failure = failure as? SessionFailure, failure.isLineLoss {
      run.interruptions[message.key, default: 0] += 1
      if run.interruptions[message.key, default: 0] >= Run.patience {
        try setAside(message, "the session broke while it was sent: \(failure.description)", &run)
      }
    }
    throw failure
  }

  private func setAside(_ message: ListedMessage, _ reason: String, _ run: inout Run) throws {
    run.avoided.insert(message.key)
    run.report.noteSetAside(uid: message.uid?.printable ?? "-", reason: reason)
    guard let uid = message.uid else { return }
    try context.archive.setAside(
      uid: uid.bytes, listedOctets: message.octets, reason: reason, now: context.clock.now())
  }
}

/// The disk has less free space than `minFree` wants to keep.
struct DiskLow: Error {}

/// The session was given up on purpose; the next one goes on.
struct SessionAbandoned: Error {
  let reason: String
}
