import Archive
import Daemon
import Fetching
import MailIndex
import Settings
import Testing

/// Which hooks a run is an occasion for.
@Suite struct HookOccasionsTests {
  private let made: MadeArchive

  init() throws { made = try MadeArchive() }

  private func outcome(
    before: StandingRow? = nil, after: StandingRow? = nil, logIn: String = "mark"
  ) -> RunOutcome {
    var outcome = RunOutcome(name: "home", logIn: logIn)
    (outcome.before, outcome.standing) = (before, after)
    return outcome
  }

  private func standing(failures: Int, refusals: Int = 0) -> StandingRow {
    var row = StandingRow()
    (row.failures, row.refusals, row.logIn) = (failures, refusals, refusals > 0 ? "mark" : nil)
    return row
  }

  private func event(
    _ problem: Problem, _ outcome: RunOutcome, previous: Problem.Class? = nil
  ) -> HookEvent? {
    HookOccasions.failure(problem, outcome, previous: previous, archive: "/mail", now: 0)
  }

  private let lost = Problem(.unavailable, "Not there.", hint: "Wait.", temporary: true)
  private let refused = Problem(.loginRefused, "Refused.", hint: "Mend it.")

  @Test func `the first failure of a streak is told, and one of another class, not each`() throws {
    let first = try #require(event(lost, outcome(after: standing(failures: 1))))
    #expect(first.event == .failure && first.account == "home" && first.archive == "/mail")
    #expect(first.time == "1970-01-01T00:00:00Z")
    #expect(first.kind == "unavailable" && first.message == "Not there." && first.hint == "Wait.")
    #expect(first.isTemporary == true && first.errorsInARow == 1 && first.isPaused == false)
    #expect(event(lost, outcome(after: standing(failures: 2)), previous: .unavailable) == nil)
    #expect(event(lost, outcome(after: standing(failures: 3)), previous: .disk)?.errorsInARow == 3)
  }

  @Test func `an account that is paused is told of once more, though the class is the same`() {
    let second = outcome(
      before: standing(failures: 1, refusals: 1), after: standing(failures: 2, refusals: 2))
    #expect(event(refused, second, previous: .loginRefused)?.isPaused == true)
    let third = outcome(
      before: standing(failures: 2, refusals: 2), after: standing(failures: 3, refusals: 3))
    #expect(event(refused, third, previous: .loginRefused) == nil)
    // Refusals of another log-in pause nothing.
    let other = outcome(
      before: standing(failures: 1, refusals: 1), after: standing(failures: 2, refusals: 2), logIn: "other")
    #expect(event(refused, other, previous: .loginRefused) == nil)
  }

  @Test func `a pause that the server wants is no failure`() {
    let pause = Problem(.tryAgain, "", hint: "", temporary: true, logInPause: 60)
    #expect(event(pause, outcome(after: standing(failures: 0))) == nil)
  }

  @Test func `a run that stored nothing new is no occasion for onNewMail`() throws {
    let archive = try Archive.open(made.root, for: .writing)
    var report = AccountReport(name: "home")
    #expect(try HookOccasions.newMail(report, in: archive, now: 0) == nil)
    (report.fetched, report.duplicates) = (2, 2)
    #expect(try HookOccasions.newMail(report, in: archive, now: 0) == nil)
    (report.fetched, report.bytes) = (5, 500)
    let event = try #require(try HookOccasions.newMail(report, in: archive, now: 0))
    #expect(event.messages == 3 && event.octets == 500 && event.mail?.isEmpty == true)
  }

  @Test func `silence is counted from the last success, else from the first failure, else from the start`() {
    let hooks = Hooks(onSilence: Hook(command: ["x"]), silence: 3_600)
    let account = Account(name: "home", host: "h", user: "u", hooks: hooks)
    func event(_ change: (inout StandingRow) -> Void, now: Int64) -> HookEvent? {
      var row = StandingRow()
      change(&row)
      return HookOccasions.silence(account, row, since: 5_000, archive: "/mail", now: now)
    }
    let succeeded: (inout StandingRow) -> Void = { $0.lastSuccess = 1_000 }
    #expect(event(succeeded, now: 4_599) == nil)
    let told = event(succeeded, now: 4_600)
    #expect(told?.seconds == 3_600 && told?.lastSuccess == "1970-01-01T00:16:40Z")
    #expect(event({ $0.failingSince = 2_000 }, now: 5_600)?.seconds == 3_600)
    #expect(event({ $0.failingSince = 2_000 }, now: 5_599) == nil)
    #expect(event({ _ in }, now: 8_599) == nil)
    let never = HookOccasions.silence(account, nil, since: 5_000, archive: "/mail", now: 8_600)
    #expect(never?.seconds == 3_600 && never?.lastSuccess == nil)
    // A clock that was set back, and one that was told already.
    #expect(event(succeeded, now: 0) == nil)
    #expect(
      event(
        {
          succeeded(&$0)
          $0.silenceTold = true
        }, now: 9_000) == nil)
  }

  @Test func `accounts that are disabled, or have no such hook, are not told of`() {
    var account = Account(name: "home", host: "h", user: "u")
    #expect(HookOccasions.silence(account, nil, since: 0, archive: "/mail", now: 1 << 40) == nil)
    account.hooks.onSilence = Hook(command: ["x"])
    #expect(HookOccasions.silence(account, nil, since: 0, archive: "/mail", now: 1 << 40) != nil)
    account.enabled = false
    #expect(HookOccasions.silence(account, nil, since: 0, archive: "/mail", now: 1 << 40) == nil)
  }

  @Test func `a drive that was not seen for longer than its hook wants is told of, once`() throws {
    var drive = DriveSettings(name: "usb")
    let archive = try Archive.open(made.root, for: .writing)
    let id = String(repeating: "a", count: 32)
    let recorded = try archive.asking { try $0.drive(id, name: "usb", create: true, now: 500) }
    let fresh = try #require(recorded)
    func row(_ change: (inout DriveRow) -> Void) -> DriveRow {
      var row = fresh
      row.lastSeen = nil
      change(&row)
      return row
    }
    func event(_ row: DriveRow?, now: Int64) -> HookEvent? {
      HookOccasions.silence(of: drive, row, since: 5_000, archive: "/mail", now: now)
    }
    #expect(event(row { $0.lastSeen = 1_000 }, now: 1 << 40) == nil)
    drive.hooks.onSilence = DriveHooks.Silence(Hook(command: ["x"]), after: 3_600)
    #expect(event(row { $0.lastSeen = 1_000 }, now: 4_599) == nil)
    let told = event(row { $0.lastSeen = 1_000 }, now: 4_600)
    #expect(told?.event == .silence && told?.drive == "usb" && told?.account == nil)
    #expect(told?.seconds == 3_600 && told?.lastSeen == "1970-01-01T00:16:40Z")
    #expect(event(row { _ in }, now: 4_100)?.lastSeen == nil)
    #expect(event(row { _ in }, now: 4_099) == nil)
    #expect(event(nil, now: 8_599) == nil)
    #expect(event(nil, now: 8_600) != nil)
    #expect(event(row { $0.silenceTold = true }, now: 1 << 40) == nil)
    #expect(event(row { $0.lastSeen = .max }, now: .min) == nil)
  }
}
