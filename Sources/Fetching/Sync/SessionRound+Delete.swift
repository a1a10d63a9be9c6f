import Archive
import POP3
import POP3Client
import Settings

extension SessionRound {
  /// Deletes what the policy lets go, and fetches what turns out to be other mail than was thought.
  ///
  /// What is fetched so needs no proof by TOP any more, whether it was other mail or TOP was wrong about it.
  /// - Returns: those of `copies` that stay only because there are too few copies of them.
  func delete(
    _ copies: inout [ListedCopy], _ survey: Survey, _ session: inout Session, _ run: inout Run,
    _ deleter: inout Deleter
  ) throws -> Set<MessageNumber> {
    let judged = try judge(copies, survey, run)
    try delete(judged.verdicts, copies, survey.status, &session, &run, &deleter)
    let other = Set(deleter.otherMail)
    guard !other.isEmpty else { return judged.waiting.union(deleter.heldBack) }
    let strangers = copies.filter { other.contains($0.number) }
    try context.archive.markGone(strangers.map(\.message.copyID), now: context.clock.now())
    copies.removeAll { other.contains($0.number) }
    var plan = PlannedMessages()
    for stranger in strangers {
      plan.append(
        Plan.Fetch(
          message: ListedMessage(
            number: stranger.number, uid: stranger.message.uid.map { UniqueID($0) }, octets: stranger.octets),
          reason: .otherContent))
    }
    _ = try fetch(
      plan, survey.claims, &session, &run, &copies, status: survey.status,
      deleted: deleter.acknowledged.count)
    let rest = try judge(copies, survey, run)
    try delete(
      rest.verdicts.filter { other.contains($0.number) }, copies, survey.status, &session, &run, &deleter)
    return rest.waiting.union(deleter.heldBack)
  }

  private func delete(
    _ verdicts: [Verdict], _ copies: [ListedCopy], _ status: MaildropStatus, _ session: inout Session,
    _ run: inout Run, _ deleter: inout Deleter
  ) throws {
    guard !verdicts.isEmpty else { return }
    let fresh = Set(copies.filter(\.isFresh).map(\.number))
    do {
      try deleter.run(
        verdicts, fresh: fresh, status: status, session: &session, headers: &run.headers)
    } catch let failure as SessionFailure where failure.isLineLoss {
      // At first it may be a limit on commands; where so few as the next session sends break it too, it is TOP.
      if run.deletesPerSession == nil { run.headers.forgive() }
      run.lostDeletions(acknowledged: deleter.acknowledged.count, proved: run.headers.lastAnswered)
      throw failure
    }
  }

  private func judge(
    _ copies: [ListedCopy], _ survey: Survey, _ run: Run
  ) throws -> (verdicts: [Verdict], waiting: Set<MessageNumber>) {
    let rule = context.account.onServer
    guard rule.canDelete, !survey.isCut, !copies.isEmpty else { return ([], []) }
    let trashed = rule.untilTrashed ? try context.archive.trashed() : TrashedFiles()
    let archivedOctets = copies.reduce(Int64(0)) { $0.addingClamped($1.octets ?? 0) }
    return try Retention(rule).verdicts(
      for: copies, trashed: { trashed.contains($0) },
      othersOctets: survey.totalOctets - archivedOctets, now: context.clock.now(),
      budget: run.deletionBudget, counts: context.archive.copyCounts)
  }

  func warn(_ sentence: String, _ run: inout Run) {
    if run.report.warn(sentence) { context.observe(.warning(sentence)) }
  }
}
