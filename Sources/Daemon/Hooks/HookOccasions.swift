package import Archive
package import Fetching
package import MailIndex
package import Settings
import SystemPackage

/// Which hooks a run, or the lack of one, is an occasion for. Pure.
package enum HookOccasions {
  /// The event of mail that has come; nil: none has.
  package static func newMail(
    _ report: AccountReport, in archive: Archive, now: Int64
  ) throws -> HookEvent? {
    guard report.fetched > report.duplicates else { return nil }
    var event = HookEvent(.newMail, report.name, now: now, archive: archive.root.string)
    event.messages = report.fetched - report.duplicates
    event.octets = report.bytes
    event.mail = try report.stored.compactMap { row in
      try archive.storedMail(row, of: report.name).map {
        HookEvent.Mail(file: $0.path, from: $0.from, subject: $0.subject, octets: $0.octets)
      }
    }
    return event
  }

  /// The event of an account that has begun to fail, fails in another way than before, or is paused; nil: it is none of
  /// that.
  package static func failure(
    _ problem: Problem, _ outcome: RunOutcome, previous: Problem.Class?, archive: String, now: Int64
  ) -> HookEvent? {
    guard problem.logInPause == nil else { return nil }
    let wasPaused = outcome.before.map { Timetable.isPaused($0, logIn: outcome.logIn) } ?? false
    let isPaused = outcome.standing.map { Timetable.isPaused($0, logIn: outcome.logIn) } ?? false
    guard previous != problem.kind || (isPaused && !wasPaused) else { return nil }
    var event = HookEvent(.failure, outcome.report.name, now: now, archive: archive)
    event.take(problem)
    event.errorsInARow = outcome.standing?.failures ?? 1
    event.isPaused = isPaused
    return event
  }

  /// The event of an account without success for longer than its hook wants, told once; nil: it is not.
  ///
  /// - Parameter since: from when on an account that never had a success is waited for.
  package static func silence(
    _ account: Account, _ standing: StandingRow?, since: Int64, archive: String, now: Int64
  ) -> HookEvent? {
    guard account.enabled, account.hooks.onSilence != nil, standing?.silenceTold != true else { return nil }
    let start = standing?.lastSuccess ?? standing?.failingSince ?? since
    let (passed, overflow) = now.subtractingReportingOverflow(start)
    guard !overflow, passed >= account.hooks.silence else { return nil }
    var event = HookEvent(.silence, account.name, now: now, archive: archive)
    event.lastSuccess = standing?.lastSuccess.map(Timestamp.text)
    event.seconds = passed
    return event
  }

  /// The event of a drive that was not seen for longer than its hook wants, told once; nil: it is not.
  ///
  /// - Parameter since: from when on a drive that was never added is waited for.
  package static func silence(
    of drive: DriveSettings, _ row: DriveRow?, since: Int64, archive: String, now: Int64
  ) -> HookEvent? {
    guard let silence = drive.hooks.onSilence, row?.silenceTold != true else { return nil }
    let (passed, overflow) = now.subtractingReportingOverflow(row?.lastSeen ?? row?.firstSeen ?? since)
    guard !overflow, passed >= silence.after else { return nil }
    var event = HookEvent(.silence, drive: drive.name, now: now, archive: archive)
    event.lastSeen = row?.lastSeen.map(Timestamp.text)
    event.seconds = passed
    return event
  }
}
