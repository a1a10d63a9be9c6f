import Archive
import Fetching
import MailIndex
import Settings
import Synchronization

extension Daemon {
  /// What has to be looked at now and then, until the task is cancelled.
  func keepUp() async {
    var plan = UpkeepPlan(watchdog: parts.supervisor.watchdogInterval.map { $0 / 2 })
    var watch = FileWatch(parts.fileVersion())
    let clock = parts.scheduleClock
    while !Task.isCancelled {
      for piece in plan.take(clock.now().elapsed) {
        if piece == .configuration {
          if watch.hasChanged(parts.fileVersion()) { reload() }
        } else {
          perform(piece)
        }
      }
      await clock.wait(plan.next(clock.now().elapsed))
    }
  }

  private func perform(_ piece: UpkeepPlan.Piece) {
    switch piece {
    case .watchdog: if isAlive { parts.supervisor.watchdog() }
    case .archive:
      if scheduler.runningCount == 0 || seat.problem != nil || state.withLock({ $0.archiveComplaint }) != nil
      {
        lookAtArchive()
      }
      keepListening()
    case .pauses: liftMended()
    case .silence:
      tellSilence()
      tellSilenceOfDrives()
    case .textfile: writeFigures()
    case .status: tellSupervisor()
    case .scrub: scrubIfDue()
    case .drives: desk.wakeIfDue()
    case .configuration: break
    }
  }

  /// True while the schedule goes on: it looks at what is due three times a minute at least.
  var isAlive: Bool { scheduler.sinceLastRound < .seconds(60) }

  private func lookAtArchive() {
    let wasAway = seat.isAway
    seat.look()
    // Whoever failed for it waits for minutes or hours, and it is back.
    if wasAway, !seat.isAway { scheduler.archiveIsBack() }
    if let problem = seat.problem { return complain(problem) }
    let wasTold = state.withLock { state in
      defer { state.archiveComplaint = nil }
      return state.archiveComplaint != nil
    }
    if wasTold { say(.notice, "the archive can be used again") }
  }

  /// Says why the archive cannot be used, once for each reason, whoever finds it out.
  func complain(_ problem: Problem, account: String? = nil) {
    let isNews = state.withLock { state in
      defer { state.archiveComplaint = problem.message }
      return state.archiveComplaint != problem.message
    }
    if isNews {
      say(.error, problem.description, account: account, fields: [("class", problem.kind.rawValue)])
    }
  }

  /// Says where the daemon can be asked, each time that the archive is opened.
  func noteOpened(_ archive: Archive) {
    desk.look()
    searchKeeper.noteEnd()
    guard let socket = state.withLock({ $0.socket }) else { return }
    do { try archive.announce(socket: socket) } catch {
      say(.warning, "other commands will not find the daemon: \(error)")
    }
  }

  /// Says why what has come is not found by a search yet.
  func noteUnread(_ error: any Error) {
    let problem = Problem(classifying: error)
    let isNews = state.withLock { state in
      defer { state.searchComplaint = problem.message }
      return state.searchComplaint != problem.message
    }
    guard isNews else { return }
    say(
      .warning, "what has come is not ready for search yet: \(problem)",
      fields: [("class", problem.kind.rawValue)])
  }

  /// Tells hooks of accounts that had no success for long.
  private func tellSilence() {
    let accounts = configuration.accounts
    guard accounts.contains(where: { $0.enabled && $0.hooks.onSilence != nil }) else { return }
    do {
      try seat.with { try hooks.tellSilence(of: accounts, in: $0, since: startedAt) }
    } catch {
      // Told once the archive can be used.
      return
    }
  }

  /// One line for `systemctl status`.
  func tellSupervisor() {
    guard parts.supervisor.isPresent else { return }
    let (accounts, failing, problem) = state.withLock { state in
      (state.accounts.count, state.problems.count, state.configurationProblem)
    }
    var text =
      "\(accounts) \(accounts == 1 ? "account" : "accounts"), \(scheduler.runningCount) running, \(failing) failing"
    let paused = scheduler.paused.count
    if paused > 0 { text += ", \(paused) paused" }
    if let problem = seat.problem { text += "; \(problem.message)" }
    if let problem { text += "; \(problem.message)" }
    parts.supervisor.status(text)
  }

  private func scrubIfDue() {
    guard let period = configuration.daemon.scrub else { return }
    let plan = ScrubPlan(period: period)
    do {
      let last = try seat.with { try $0.lastScrub() }
      guard plan.isDue(parts.clock.now(), last: last?.endedAt, start: startedAt) else { return }
    } catch {
      return
    }
    // One at a time: a part that takes longer than a day is not begun twice.
    guard
      scrubbing.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
    else { return }
    let isStarted = DetachedThread.start { [self] in
      defer { scrubbing.store(false, ordering: .releasing) }
      scrub(plan)
    }
    if !isStarted { scrubbing.store(false, ordering: .releasing) }
  }

  private func scrub(_ plan: ScrubPlan) {
    var found: [String: [Finding]] = [:]
    do {
      let row = try seat.with { archive in
        try archive.scrub(
          slices: plan.slices, now: parts.clock.now,
          isStopped: { [stopRequest, seat] in
            stopRequest.isStopping || seat.problem != nil
          },
          each: { found[$0.account, default: []].append($0) })
      }
      guard let row else { return }
      say(
        row.problems > 0 ? .error : .info,
        "part \(row.slice + 1) of \(plan.slices) of the archive was read: \(row.files) files, \(row.problems) problems",
        stage: "scrub")
    } catch {
      say(.error, "the archive could not be read: \(Problem(classifying: error))", stage: "scrub")
    }
    for (name, findings) in found { tell(name, findings) }
  }

  private func tell(_ name: String, _ findings: [Finding]) {
    for finding in findings.prefix(20) { say(.error, finding.description, account: name, stage: "scrub") }
    guard let account = state.withLock({ $0.accounts[name] }), let first = findings.first else { return }
    let count = "\(findings.count) messages are damaged or missing; the first"
    hooks.noteProblem(
      Problem(
        .badData, "\(findings.count == 1 ? "A message" : count): \(first).", hint: "Run 'popkeep verify'."),
      of: account)
  }
}
