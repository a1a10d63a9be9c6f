package import Archive
import MailIndex
import POP3
import POP3Client
package import Settings

/// Syncs several accounts side by side and reports on each; one that fails never holds up the others.
package struct Fleet: Sendable {
  /// One account to sync, and how its password or token is had.
  package struct Member: Sendable {
    package let account: Account
    package let secret: @Sendable (_ refused: PasswordText?) throws -> AccountSecret

    /// - Parameter secret: Given a token that the server did not take, it is asked for another.
    package init(
      _ account: Account, secret: @escaping @Sendable (_ refused: PasswordText?) throws -> AccountSecret
    ) {
      self.account = account
      self.secret = secret
    }
  }

  private let archive: Archive
  private let minFree: FreeSpaceFloor
  private let clock: SyncClock
  private let stop: StopRequest
  private let observer: SyncObserver
  private let trace: (@Sendable (String) -> Void)?
  private let limits: SyncLimits
  private let doubtsClock: Bool

  /// - Parameter doubtsClock: true where this machine's clock is known to be in doubt: nothing is deleted by age.
  package init(
    archive: Archive, minFree: FreeSpaceFloor, clock: SyncClock, stop: StopRequest,
    doubtsClock: Bool = false, limits: SyncLimits = SyncLimits(), trace: (@Sendable (String) -> Void)? = nil,
    observer: @escaping SyncObserver
  ) {
    self.archive = archive
    self.minFree = minFree
    self.clock = clock
    self.stop = stop
    self.trace = trace
    self.limits = limits
    self.doubtsClock = doubtsClock
    self.observer = observer
  }

  /// Syncs all `members`, at most `sessions` at a time, and gives their reports in the same order.
  ///
  /// - Parameter each: is told of each run at its end, on its thread.
  package func sync(
    _ members: [Member], mode: AccountSync.Mode = .fetch, sessions: Int = 8,
    each: @escaping @Sendable (Member, RunOutcome) -> Void = { _, _ in }
  ) async -> [AccountReport] {
    let width = max(1, min(sessions, members.count))
    // A session blocks one thread and its commit lane another.
    let workers = WorkerThreads(count: 2 * width)
    defer { workers.close() }
    return await withTaskGroup(of: (Int, AccountReport).self) { group in
      var reports = [AccountReport?](repeating: nil, count: members.count)
      var waiting = members.indices.makeIterator()
      for _ in 0..<width {
        if let index = waiting.next() { add(index, members[index], mode, workers, each, to: &group) }
      }
      while let (index, report) = await group.next() {
        reports[index] = report
        if let index = waiting.next() { add(index, members[index], mode, workers, each, to: &group) }
      }
      return reports.compactMap(\.self)
    }
  }

  private func add(
    _ index: Int, _ member: Member, _ mode: AccountSync.Mode, _ workers: WorkerThreads,
    _ each: @escaping @Sendable (Member, RunOutcome) -> Void, to group: inout TaskGroup<(Int, AccountReport)>
  ) {
    group.addTask(executorPreference: workers) {
      let outcome = sync(member, mode: mode, on: workers)
      each(member, outcome)
      return (index, outcome.report)
    }
  }

  /// Syncs one account, on this thread, which it blocks, and with another of `workers` for what is to be committed.
  package func sync(
    _ member: Member, mode: AccountSync.Mode = .fetch, on workers: WorkerThreads
  ) -> RunOutcome {
    var outcome = RunOutcome(name: member.account.name, logIn: member.account.logInMark)
    do { try run(member, mode, workers, &outcome) } catch {
      outcome.report.error = Problem(classifying: error, account: member.account)
    }
    observer(member.account.name, .finished(outcome.report))
    return outcome
  }

  private func run(
    _ member: Member, _ mode: AccountSync.Mode, _ workers: WorkerThreads, _ outcome: inout RunOutcome
  ) throws {
    var account = member.account
    let kept = try archive.account(account.name, options: account.archiveOptions, now: clock.now())
    outcome.before = try kept.standing()
    outcome.lastRun = try kept.lastRun()
    let warning = distrustClock(&account, outcome.lastRun)
    if let problem = try pause(account, kept, outcome) {
      // No run: the last one stays the last.
      outcome.report.error = problem
      outcome.standing = outcome.before
      return
    }
    let context = SyncContext(
      account: account, archive: kept, clock: clock, stop: stop, minFree: minFree,
      freeSpace: { [archive] in try archive.freeSpace() }, observer: observer, limits: limits)
    let connector = Connector(
      account: account, habits: try ServerHabits(kept, now: clock.now()),
      secret: { refused in try member.secret(refused) },
      trace: shown(account.name))
    let lane = CommitLane(
      account: kept, clock: clock, keepsTickets: account.onServer.canDelete,
      start: { workers.perform($0) })
    outcome.report = AccountSync(context: context, connector: connector, mode: mode).run(lane: lane)
    lane.close()
    if let warning { outcome.report.warn(warning) }
    if kept.wasMissing {
      outcome.report.warn(
        "The account's folder in the archive was gone and is made anew: look for it, then run 'popkeep verify'."
      )
    }
    if mode == .fetch { try record(&outcome, kept) }
  }

  /// Takes ages out of the account's policy where this machine's clock is in doubt, and says so.
  private func distrustClock(_ account: inout Account, _ lastRun: RunRow?) -> String? {
    guard account.onServer.deleteAfter != nil,
      doubtsClock || ClockDoubt.isDue(now: clock.now(), lastRun: lastRun?.endedAt)
    else { return nil }
    account.onServer.deleteAfter = nil
    let warning = "This machine's clock may be wrong: nothing is deleted by age in this run."
    observer(account.name, .warning(warning))
    return warning
  }

  /// What to say where the server wants a longer pause between log-ins than has passed.
  private func pause(_ account: Account, _ kept: AccountArchive, _ outcome: RunOutcome) throws -> Problem? {
    let delays = [try kept.memory()?.loginDelay, outcome.before?.learnedDelay].compactMap(\.self)
    guard let delay = delays.max(), let run = outcome.lastRun, run.failure == nil else { return nil }
    return LogInPause(seconds: delay, since: run.startedAt).problem(host: account.host, now: clock.now())
  }

  /// What a session's dialogue is shown to, with the account's name before each line.
  private func shown(_ name: String) -> (@Sendable (TraceLine) -> Void)? {
    guard let trace else { return nil }
    return { line in trace("\(name) \(line)") }
  }

  private func record(_ outcome: inout RunOutcome, _ account: AccountArchive) throws {
    let report = outcome.report
    let now = clock.now()
    if report.error?.logInPause != nil, report.fetched == 0, report.deleted == 0 {
      // A log-in that came too soon is no run; the next one leaves twice the time.
      outcome.standing = try account.changeStanding { standing in
        standing.learnedDelay = min(LogInPause.longest, max(60, 2 * (standing.learnedDelay ?? 0)))
      }
      return
    }
    var row = report.row(startedAt: now - Int64(report.seconds), endedAt: now)
    if stop.isStopping, report.error?.kind == .tryAgain {
      // It was this program that ended the run: the account has not failed.
      outcome.standing = outcome.before
      guard report.fetched > 0 || report.deleted > 0 else { return }
      row.failure = nil
    }
    outcome.standing = try account.record(
      row,
      isRefusal: report.error?.kind == .loginRefused, logIn: outcome.logIn)
  }
}
