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
    var session = try connector.open(cancellation)
    let prober = Prober(context: context)
    let status: MaildropStatus
    switch try prober.run(&session) {
    case .unchanged(let unchanged):
      run.report.listed = Int(unchanged.count)
      run.report.known = Int(unchanged.count)
      for (uid, setAside) in try context.archive.plannedSetAsides() {
        run.report.noteSetAside(uid: uid.printable, reason: setAside.reason)
      }
      context.observe(.unchanged(messages: Int(unchanged.count)))
      _ = try session.quit()
      return .done
    case .changed(let now): status = now
    }
    let survey = try list(status, &session, &run)
    if mode == .dryRun {
      try rehearse(survey, &run)
      _ = try session.quit()
      return .done
    }
    return try act(on: survey, session: session, &run)
  }

  private func list(_ status: MaildropStatus, _ session: inout Session, _ run: inout Run) throws -> Survey {
    var lister = Lister(status, context: context)
    let survey = try lister.run(&session, headers: &run.headers)
    for warning in lister.warnings { warn(warning, &run) }
    run.report.listed = max(run.report.listed, survey.listed)
    if run.sessions == 1 { run.report.known = survey.known }
    for skipped in survey.plan.skipped {
      run.report.noteSetAside(uid: skipped.uid?.printable ?? "-", reason: skipped.reason)
    }
    if survey.plan.oversize > 0 {
      warn("\(survey.plan.oversize) messages larger than maxMessageSize stay on the server.", &run)
    }
    context.observe(
      .listed(
        messages: survey.listed, new: survey.plan.fetch.count, octets: survey.plan.octetsNotArchived))
    return survey
  }

  private func act(on survey: Survey, session: consuming Session, _ run: inout Run) throws -> SessionEnd {
    var session = session
    var copies = survey.copies
    let fetched = try fetch(survey.plan.fetch, survey.claims, &session, &run, &copies)
    var deleter = Deleter(context: context)
    if !context.stop.isStopping {
      try delete(&copies, survey, &session, &run, &deleter)
    }
    let reply = try session.quit()
    let deleted = try deleter.settle(reply)
    run.report.deleted += deleted
    if let left = run.deletesLeft { run.deletesLeft = left - deleted }
    for warning in deleter.warnings { warn(warning, &run) }
    let memory = try context.archive.memory()
    if fetched.isEverything {
      try Remembering(context: context).remember(
        survey, deleted: deleter.acknowledged, copies: copies,
        isUnfinished: deleter.leavesSome || run.deletesLeft == 0)
    }
    let isWindow = ListingWindow.maySuspect(
      listed: survey.listed, fetched: fetched.count, isRemembered: memory?.isWindowed ?? false)
    return isWindow && !context.stop.isStopping ? .mayHoldMore : .done
  }
}
