import Archive
import Fetching
import MailIndex
import Settings
import Synchronization

extension Daemon {
  /// One run of one account, on a worker's thread, to its end.
  func work(_ name: String) -> Scheduler.RunEnd {
    let (account, isRehearsal) = state.withLock { state in
      (state.accounts[name], state.rehearsals.remove(name) != nil)
    }
    guard let account else { return Scheduler.RunEnd(problem: nil, standing: nil, logIn: nil) }
    runLog.begin(name)
    do {
      let outcome = try seat.with { archive in
        let outcome = fleet(archive, isRehearsal).sync(
          Fleet.Member(account, secret: { [now = parts.clock.now] in try Self.secret(of: account, $0, now) }),
          mode: isRehearsal ? .dryRun : .fetch, on: workers)
        if !isRehearsal { note(outcome, account, archive) }
        return outcome
      }
      return Scheduler.RunEnd(
        problem: outcome.report.error, standing: outcome.standing, logIn: outcome.logIn,
        isRehearsal: isRehearsal)
    } catch {
      return fail(account, Problem(classifying: error, account: account), isRehearsal)
    }
  }

  private func fleet(_ archive: Archive, _ isRehearsal: Bool) -> Fleet {
    Fleet(
      archive: archive, minFree: configuration.minFree, clock: parts.clock, stop: stopRequest,
      doubtsClock: state.withLock { [now = parts.scheduleClock.now()] in $0.clockWatch.doubts(now) },
      observer: { [runLog, feeds, searchKeeper] account, event in
        runLog.note(account, event)
        feeds.put(account, event, isRehearsal: isRehearsal)
        if !isRehearsal, case .committed(let messages) = event {
          searchKeeper.note(fetched: messages, for: account)
        }
      })
  }

  private static func secret(
    of account: Account, _ refused: PasswordText?, _ now: @escaping @Sendable () -> Int64
  ) throws -> AccountSecret {
    guard let secret = try account.secret(insteadOf: refused, isHeard: false, now: now) else {
      throw Problem(
        .configuration, "The account has no password in the configuration, and a daemon asks nobody.",
        hint: "Give it one: \"password\": {\"command\": [...]}, or run 'popkeep fetch' by hand.")
    }
    return secret
  }

  private func note(_ outcome: RunOutcome, _ account: Account, _ archive: Archive) {
    // A log-in that would have come too soon is no failure: the account waits.
    let problem = outcome.report.error.flatMap { $0.logInPause == nil ? $0 : nil }
    let isStopped = stopRequest.isStopping && problem?.kind == .tryAgain
    let before = state.withLock { state in
      defer {
        if !isStopped { state.problems[account.name] = problem }
      }
      return state.problems[account.name]?.kind
    }
    let hadTrouble = seat.problem != nil
    seat.note(problem)
    if let problem, problem.scope == .archive { complain(problem, account: account.name) }
    tally.add(outcome.report)
    if outcome.report.fetched > outcome.report.duplicates {
      desk.mailCame()
      searchKeeper.noteEnd()
    }
    // What befell the archive befell all; it is told for the account that found it out.
    let isToldAlready = problem?.scope == .archive && hadTrouble
    hooks.note(
      outcome, of: account, in: archive, previous: before, tellsFailure: !isToldAlready && !isStopped)
  }

  /// A run that could not begin: the archive is not there.
  private func fail(
    _ account: Account, _ problem: Problem, _ isRehearsal: Bool
  ) -> Scheduler.RunEnd {
    let wasKnown = state.withLock { state in
      defer { state.problems[account.name] = problem }
      return state.problems.values.contains { $0.scope == .archive }
    }
    var report = AccountReport(name: account.name)
    report.error = problem
    tally.add(report)
    runLog.note(account.name, .finished(report))
    if problem.scope == .archive { complain(problem, account: account.name) }
    feeds.put(account.name, .finished(report), isRehearsal: isRehearsal)
    if !wasKnown { hooks.noteProblem(problem, of: account) }
    return Scheduler.RunEnd(problem: problem, standing: nil, logIn: account.logInMark)
  }

  /// Records when an account that has failed is tried next: a program that is started anew goes on waiting.
  func notePlanned(_ name: String, _ next: Int64?) {
    do {
      try seat.with { archive in try archive.setNextRun(of: name, at: next) }
    } catch {
      // The archive is the trouble, and was told of.
      return
    }
  }
}
