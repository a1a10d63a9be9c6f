import Archive
import POP3
import Settings

extension SessionRound {
  /// How many messages that would be fetched are named one by one.
  private static let named = 10_000

  /// In a dry run: what would be fetched and deleted, and why. Nothing is changed, here or there.
  func rehearse(_ survey: Survey, _ run: inout Run) throws {
    run.report.wouldFetchCount = survey.plan.fetch.count
    run.report.wouldFetch = survey.plan.fetch.prefix(Self.named).map {
      entry($0.message.uid, $0.reason.rawValue)
    }
    for fetch in survey.plan.fetch {
      run.report.wouldFetchBytes = run.report.wouldFetchBytes.addingClamped(fetch.message.octets ?? 0)
    }
    let rule = context.account.onServer
    guard rule.canDelete, !survey.isCut else { return }
    let trashed = rule.untilTrashed ? try context.archive.trashed() : TrashedFiles()
    let retention = Retention(rule)
    // What the run would fetch first is judged with what is here: as the newest, and safe from now on.
    let now = context.clock.now()
    let facts =
      retention.facts(of: survey.copies) { trashed.contains($0) }
      + survey.plan.fetch.map {
        RetentionFacts(storedAt: now, arrived: now, octets: $0.message.octets ?? 0, isTrashed: false)
      }
    let uids =
      survey.copies.map { copy in copy.message.uid.map { UniqueID($0) } }
      + survey.plan.fetch.map(\.message.uid)
    let judged = facts.reduce(Int64(0)) { $0.addingClamped($1.octets) }
    let judgement = try retention.judge(
      survey.copies, facts, othersOctets: max(0, survey.totalOctets - judged), now: now,
      budget: run.deletionBudget, counts: context.archive.copyCounts)
    run.report.waitingForCopies = try waitingBefore(survey) + survey.waiting + judgement.waiting.count
    for (uid, reason) in zip(uids, judgement.reasons) {
      if let reason { run.report.wouldDelete.append(entry(uid, reason.description)) }
    }
  }

  private func entry(_ uid: UniqueID?, _ reason: String) -> AccountReport.SetAside {
    AccountReport.SetAside(uid: uid?.printable ?? "-", reason: reason)
  }
}
