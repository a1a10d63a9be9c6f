import Archive
import MailIndex
import POP3
import POP3Client
import Settings

/// One session with the server: probe, list, plan, fetch, commit, delete, QUIT.
struct SessionRound {
  let context: SyncContext
  let connector: Connector
  let lane: CommitLane
  let mode: AccountSync.Mode

  func run(_ run: inout Run) throws -> SessionEnd {
    try context.stop.cancellable { cancellation in
      try self.run(&run, cancellation)
    }
  }

  private func run(_ run: inout Run, _ cancellation: Cancellation) throws -> SessionEnd {
    context.observe(.connecting(host: context.account.host))
    let prober = Prober(context: context)
    let question = try prober.question()
    var session = try connector.open(cancellation, asking: question.commands)
    run.enter()
    try note(session.capabilities, &run)
    let survey: Survey
    switch try prober.run(&session, question) {
    case .unchanged(let unchanged):
      run.report.listed = Int(unchanged.count)
      run.report.known = Int(unchanged.count)
      for (uid, setAside) in try context.archive.plannedSetAsides() {
        run.report.noteSetAside(uid: uid.printable, reason: setAside.reason)
      }
      run.report.waitingForCopies = try rememberedWaiting()
      context.observe(.unchanged(messages: Int(unchanged.count)))
      _ = try session.quit()
      return .done
    case .appended(let messages, let status):
      survey = try list(status, &session, &run) { lister, session, headers in
        try lister.run(
          appended: messages, known: Int(status.count) - messages.count, &session, headers: &headers)
      }
    case .changed(let status):
      survey = try list(status, &session, &run) { lister, session, headers in
        try lister.run(&session, headers: &headers)
      }
    }
    if mode == .dryRun {
      try rehearse(survey, &run)
      _ = try session.quit()
      return .done
    }
    return try act(on: survey, session: session, &run)
  }

  private func list(
    _ status: MaildropStatus, _ session: inout Session, _ run: inout Run,
    _ body: (inout Lister, inout Session, inout HeaderReading) throws -> Survey
  ) throws -> Survey {
    var lister = try Lister(status, context: context, isRehearsal: mode == .dryRun)
    let survey = try body(&lister, &session, &run.headers)
    for warning in lister.warnings { warn(warning, &run) }
    run.report.listed = max(run.report.listed, survey.listed)
    if run.sessions == 1 { run.report.known = survey.known + survey.seenElsewhere }
    for skipped in survey.plan.skipped {
      run.report.noteSetAside(uid: skipped.uid?.printable ?? "-", reason: skipped.reason)
    }
    if survey.isCut {
      run.report.noteSetAside(uid: "-", reason: "UIDL does not name all messages: those it leaves out wait")
    }
    if survey.plan.oversize > 0 {
      warn("\(survey.plan.oversize) messages larger than maxMessageSize stay on the server.", &run)
    }
    context.observe(
      .listed(
        messages: survey.listed, new: survey.plan.fetch.count + survey.leftOver,
        octets: survey.plan.octetsNotArchived))
    return survey
  }

  private func act(on survey: Survey, session: consuming Session, _ run: inout Run) throws -> SessionEnd {
    var session = session
    var copies = survey.copies
    let fetched = try fetch(
      survey.plan.fetch, survey.claims, &session, &run, &copies, status: survey.status)
    var deleter = Deleter(context: context)
    let isStopping = context.stop.isStopping
    let waiting = isStopping ? [] : try delete(&copies, survey, &session, &run, &deleter)
    run.report.waitingForCopies = try waitingBefore(survey) + survey.waiting + waiting.count
    // Servers may take from the mailbox what was retrieved once QUIT was said (EXPIRE 0, or a setting of the
    // provider's): by now it is safe here.
    let reply = try session.quit()
    let deleted = try deleter.settle(reply)
    run.report.deleted += deleted
    if let left = run.deletesLeft { run.deletesLeft = left - deleted }
    for warning in deleter.warnings { warn(warning, &run) }
    let memory = try context.archive.memory()
    // With a bound on deletions, one that was reached says that more may go in another session.
    let isBounded = deleted > 0 && run.deletesPerSession.map { deleted >= $0 } ?? false
    // What a listing left out is looked for at once in the next run, not once a day.
    let isComplete = fetched.isEverything && survey.leftOver == 0
    if isComplete, !survey.isCut, survey.listed >= Int(survey.status.count) {
      try Remembering(context: context).remember(
        survey, deleted: deleter.acknowledged, copies: copies, waiting: waiting,
        // What a run that was ended early did not delete must not wait until the mailbox changes.
        isUnfinished: deleter.leavesSome || isBounded || run.deletesLeft == 0 || survey.hasMoreToDelete
          || (isStopping && context.account.onServer.canDelete))
    }
    if run.sessions > 1, run.followsWindow, fetched.count > 0 { try rememberWindow() }
    let isWindow = ListingWindow.maySuspect(
      listed: survey.listed, fetched: fetched.count, isRemembered: memory?.isWindowed ?? false)
    run.followsWindow = isWindow
    if context.stop.isStopping { return .done }
    let mayDeleteMore = isBounded || (survey.hasMoreToDelete && deleted > 0)
    if mayDeleteMore && run.deletesLeft != 0 { return .mayHoldMore }
    if survey.leftOver > 0 && fetched.count > 0 { return .mayHoldMore }
    // Where the server wants a pause between log-ins, what a window hides waits for the next run.
    return isWindow && memory?.loginDelay == nil ? .mayHoldMore : .done
  }

  /// Messages that this listing does not show and that wait for copies.
  func waitingBefore(_ survey: Survey) throws -> Int { survey.claims.areOfPart ? try rememberedWaiting() : 0 }

  private func rememberedWaiting() throws -> Int {
    let rule = context.account.onServer
    guard rule.canDelete, rule.requireCopies > 1 else { return 0 }
    return try context.archive.memory()?.waiting ?? 0
  }

  /// Notes that a session after one that seemed to see all brought more: this server shows a window.
  private func rememberWindow() throws {
    guard var memory = try context.archive.memory(), !memory.isWindowed else { return }
    memory.isWindowed = true
    try context.archive.remember(memory)
  }

  /// Takes from the announcements of a server what a person should know, and what the next run goes by.
  private func note(_ capabilities: Capabilities?, _ run: inout Run) throws {
    guard let capabilities else { return }
    if capabilities.expire == .days(0) {
      warn("The server announces EXPIRE 0: what was fetched may not stay on it, whatever the policy.", &run)
    }
    let delay = capabilities.loginDelay.flatMap { $0 > 0 ? Int64($0) : nil }
    var memory = try context.archive.memory() ?? MailboxMemory()
    guard mode == .fetch, memory.loginDelay != delay else { return }
    memory.loginDelay = delay
    try context.archive.remember(memory)
  }
}
