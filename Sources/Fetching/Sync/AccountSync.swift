import Archive
import POP3
import POP3Client
import Settings

/// One sync of one account: sessions until one brings nothing new, then a report.
///
/// Synchronous: it runs on a worker thread, with its commit lane on another. Whatever stops it, what was
/// committed stays, nothing is deleted that was not committed, and the next run goes on from there.
package struct AccountSync: Sendable {
  /// How many sessions in a row may bring nothing before the run ends with the failure of the last.
  private static let patience = 3
  /// How many sessions in a row may bring nothing that is new here, nor take anything off the server.
  private static let mostFruitless = 20
  /// How many sessions one run may take: a bound against servers that never end.
  private static let mostSessions = 10_000

  let context: SyncContext
  let connector: Connector
  let mode: Mode

  package enum Mode: Sendable {
    case fetch
    /// Lists and plans; changes nothing here or there.
    case dryRun
  }

  /// Runs to the end and reports; never throws: what goes wrong is in the report.
  func run(lane: CommitLane) -> AccountReport {
    let started = context.clock.elapsed()
    var run = Run(name: context.account.name, rule: context.account.onServer.maxDeletes)
    do {
      try sessions(&run, lane: lane)
      try context.archive.finishRun()
      try connector.habits.keep()
    } catch {
      run.report.error = Problem(classifying: error, account: context.account)
    }
    let spent = context.clock.elapsed() - started
    run.report.seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
    return run.report
  }

  private func sessions(_ run: inout Run, lane: CommitLane) throws {
    while run.sessions < Self.mostSessions {
      run.sessions += 1
      let before = run.report.fetched + run.report.deleted
      let newBefore = run.report.fetched - run.report.duplicates + run.report.deleted
      do {
        let end = try SessionRound(context: context, connector: connector, lane: lane, mode: mode).run(&run)
        if case .done = end { return }
      } catch let failure as SessionFailure where failure.saysMailboxIsHeld {
        guard let pause = run.pauseForHeldMailbox() else { throw failure }
        context.observe(.reconnecting(reason: failure.description))
        context.clock.wait(pause, context.stop)
        if context.stop.isStopping { throw Self.ended }
        continue
      } catch let failure as SessionFailure {
        guard try mayReconnect(after: failure) else { throw asSeen(failure, run) }
        let isIdle = run.report.fetched + run.report.deleted == before
        run.idleSessions = isIdle ? run.idleSessions + 1 : 0
        if failure.isMixUp { run.mixUps += 1 }
        if max(run.idleSessions, run.mixUps) >= Self.patience { throw failure }
        context.observe(.reconnecting(reason: failure.description))
        if context.stop.isStopping { throw Self.ended }
      } catch let abandoned as SessionAbandoned {
        context.observe(.reconnecting(reason: abandoned.reason))
        if context.stop.isStopping { throw Self.ended }
      }
      if context.stop.isStopping { return }
      let isFruitless = run.report.fetched - run.report.duplicates + run.report.deleted == newBefore
      run.fruitlessSessions = isFruitless ? run.fruitlessSessions + 1 : 0
      if run.fruitlessSessions >= Self.mostFruitless { throw Self.fruitless }
    }
  }

  /// What comes again and again and is archived already is no progress, and a run has to end.
  private static let fruitless = Problem(
    .protocolOrTLS, "The server sent the same messages session after session.",
    hint: "Nothing was deleted that is not archived; look with 'popkeep check --trace' what it answers.",
    temporary: true)

  /// A run that is ended when its last session has failed is no success.
  private static let ended = Problem(
    .tryAgain, "The run was ended.", hint: "What has arrived is safe; the next run goes on from there.",
    temporary: true)

  /// A log-in that is refused without a reason, to a password that this very run got in with, is a limit.
  private func asSeen(_ failure: SessionFailure, _ run: Run) -> any Error {
    guard run.hasLoggedIn, case .loginRefused(let reply) = failure.code, reply.code == nil else {
      return failure
    }
    return Problem(
      .tryAgain, "The server let no further session in: \"\(reply.printable)\".",
      hint: "What has arrived is safe; the next run goes on from there.", temporary: true)
  }

  /// True where a new session may get further than the one that failed.
  private func mayReconnect(after failure: SessionFailure) throws -> Bool {
    guard !context.stop.isStopping else { return false }
    return try connector.habits.learn(failure.lesson) || (mode == .fetch && failure.isWorthAnotherSession)
  }
}
