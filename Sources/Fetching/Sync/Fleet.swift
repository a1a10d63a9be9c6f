package import Archive
import MailIndex
import POP3
import POP3Client
package import Settings

/// Syncs several accounts side by side and reports on each; one that fails never holds up the others.
package struct Fleet: Sendable {
  /// One account to sync, and how its password is had.
  package struct Member: Sendable {
    package let account: Account
    package let password: @Sendable () throws -> PasswordText

    package init(_ account: Account, password: @escaping @Sendable () throws -> PasswordText) {
      self.account = account
      self.password = password
    }
  }

  private let archive: Archive
  private let minFree: FreeSpaceFloor
  private let clock: SyncClock
  private let stop: StopRequest
  private let observer: SyncObserver
  private let trace: (@Sendable (String) -> Void)?
  private let limits: SyncLimits

  package init(
    archive: Archive, minFree: FreeSpaceFloor, clock: SyncClock, stop: StopRequest,
    limits: SyncLimits = SyncLimits(), trace: (@Sendable (String) -> Void)? = nil,
    observer: @escaping SyncObserver
  ) {
    self.archive = archive
    self.minFree = minFree
    self.clock = clock
    self.stop = stop
    self.trace = trace
    self.limits = limits
    self.observer = observer
  }

  /// Syncs all `members`, at most `sessions` at a time, and gives their reports in the same order.
  package func sync(
    _ members: [Member], mode: AccountSync.Mode = .fetch, sessions: Int = 8
  ) async -> [AccountReport] {
    let width = max(1, min(sessions, members.count))
    // A session blocks one thread and its commit lane another.
    let workers = WorkerThreads(count: 2 * width)
    defer { workers.close() }
    return await withTaskGroup(of: (Int, AccountReport).self) { group in
      var reports = [AccountReport?](repeating: nil, count: members.count)
      var waiting = members.indices.makeIterator()
      for _ in 0..<width {
        if let index = waiting.next() { add(index, members[index], mode, workers, to: &group) }
      }
      while let (index, report) = await group.next() {
        reports[index] = report
        if let index = waiting.next() { add(index, members[index], mode, workers, to: &group) }
      }
      return reports.compactMap(\.self)
    }
  }

  private func add(
    _ index: Int, _ member: Member, _ mode: AccountSync.Mode, _ workers: WorkerThreads,
    to group: inout TaskGroup<(Int, AccountReport)>
  ) {
    group.addTask(executorPreference: workers) {
      let report = await one(member, mode, workers)
      observer(member.account.name, .finished(report))
      return (index, report)
    }
  }

  private func one(
    _ member: Member, _ mode: AccountSync.Mode, _ workers: WorkerThreads
  ) async -> AccountReport {
    var account = member.account
    do {
      let kept = try archive.account(account.name, options: account.archiveOptions, now: clock.now())
      let warning = try distrustClock(&account, kept)
      if let problem = try pause(account, kept) {
        // No run: the last one stays the last.
        var report = AccountReport(name: account.name)
        report.error = problem
        return report
      }
      let context = SyncContext(
        account: account, archive: kept, clock: clock, stop: stop, minFree: minFree,
        freeSpace: { [archive] in try archive.freeSpace() }, observer: observer, limits: limits)
      let connector = Connector(
        account: account, habits: try ServerHabits(kept, now: clock.now()),
        password: { Secret(try member.password().bytes) },
        trace: shown(account.name))
      let lane = CommitLane(account: kept, clock: clock, keepsTickets: account.onServer.canDelete)
      let sync = AccountSync(context: context, connector: connector, mode: mode)
      async let commits: Void = drive(lane, on: workers)
      var report = sync.run(lane: lane)
      if let warning { report.warn(warning) }
      if kept.wasMissing {
        report.warn(
          "The account's folder in the archive was gone and is made anew: look for it, then run 'popkeep verify'."
        )
      }
      lane.close()
      await commits
      return mode == .fetch ? try record(report, kept) : report
    } catch {
      var report = AccountReport(name: account.name)
      report.error = Problem(classifying: error, account: account)
      return report
    }
  }

  /// Takes ages out of the account's policy where this machine's clock is in doubt, and says so.
  private func distrustClock(_ account: inout Account, _ kept: AccountArchive) throws -> String? {
    guard account.onServer.deleteAfter != nil,
      ClockDoubt.isDue(now: clock.now(), lastRun: try kept.lastRun()?.endedAt)
    else { return nil }
    account.onServer.deleteAfter = nil
    let warning = "This machine's clock may be wrong: nothing is deleted by age in this run."
    observer(account.name, .warning(warning))
    return warning
  }

  /// What to say where the server wants a longer pause between log-ins than has passed.
  private func pause(_ account: Account, _ kept: AccountArchive) throws -> Problem? {
    guard let delay = try kept.memory()?.loginDelay,
      let run = try kept.lastRun(), run.failure == nil
    else { return nil }
    return LogInPause(seconds: delay, since: run.startedAt).problem(host: account.host, now: clock.now())
  }

  /// What a session's dialogue is shown to, with the account's name before each line.
  private func shown(_ name: String) -> (@Sendable (TraceLine) -> Void)? {
    guard let trace else { return nil }
    return { line in trace("\(name) \(line)") }
  }

  /// The commit lane on a worker thread of its own.
  @concurrent
  private func drive(_ lane: CommitLane, on workers: WorkerThreads) async {
    await withTaskExecutorPreference(workers) { lane.run() }
  }

  private func record(_ report: AccountReport, _ account: AccountArchive) throws -> AccountReport {
    let now = clock.now()
    try account.record(report.row(startedAt: now - Int64(report.seconds), endedAt: now))
    return report
  }
}
