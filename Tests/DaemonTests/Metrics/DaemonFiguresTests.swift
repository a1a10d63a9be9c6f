import Archive
import Daemon
import Fetching
import MailIndex
import Settings
import Testing

/// What Prometheus is told of a daemon.
@Suite struct DaemonFiguresTests {
  private let made: MadeArchive

  init() throws { made = try MadeArchive() }

  /// Two accounts: one that has run well, and one that is paused.
  private func families() throws -> [MetricFamily] {
    let archive = try Archive.open(made.root, for: .writing)
    let configured = ["good", "bad"].map { Account(name: $0, host: "h", user: "u") }
    for name in ["good", "bad"] {
      let account = try archive.account(name, options: AccountOptions(), now: 0)
      var run = RunRow(startedAt: 100, endedAt: 200)
      run.listed = 7
      if name == "bad" { run.failure = .init(kind: "loginRefused", message: "no", isTemporary: false) }
      for _ in 0..<2 { try account.record(run, isRefusal: name == "bad", logIn: configured[0].logInMark) }
    }
    let standings = try archive.standings()
    let problem = Problem(.configuration, "No.", hint: "")
    let accounts = configured.map { Status($0, standings[$0.name], nil) }
    let tally = Tally()
    var report = AccountReport(name: "good")
    (report.fetched, report.bytes, report.deleted) = (3, 300, 2)
    report.error = Problem(.disk, "", hint: "")
    tally.add(report)
    report = AccountReport(name: "good")
    report.error = Problem(.tryAgain, "", hint: "")
    for _ in 0..<4 { tally.add(report) }
    return DaemonFigures(
      status: DaemonStatus(
        accounts: accounts, process: 1, startedAt: 0, configurationProblem: problem, archiveProblem: nil),
      counts: tally.all, sessions: 5, longestDelay: 1.5, version: "1.2.3"
    ).families
  }

  private func samples(_ name: String, in families: [MetricFamily]) throws -> [String: Double] {
    let family = try #require(families.first { $0.name == name })
    var samples: [String: Double] = [:]
    for sample in family.samples() {
      samples[sample.labels.map { "\($0.name)=\($0.value)" }.joined(separator: ",")] = sample.value
    }
    return samples
  }

  @Test func `what was counted is told by account, nothing counted as 0`() throws {
    let families = try families()
    #expect(try samples("popkeep_runs_total", in: families) == ["account=good": 5, "account=bad": 0])
    #expect(
      try samples("popkeep_fetched_messages_total", in: families) == ["account=good": 3, "account=bad": 0])
    #expect(
      try samples("popkeep_fetched_octets_total", in: families) == ["account=good": 300, "account=bad": 0])
    #expect(
      try samples("popkeep_deleted_messages_total", in: families) == ["account=good": 2, "account=bad": 0])
    #expect(
      try samples("popkeep_failures_total", in: families) == [
        "account=good,class=disk": 1, "account=good,class=tryAgain": 4,
      ])
    for family in families { #expect((family.kind == .counter) == family.name.hasSuffix("_total")) }
  }

  @Test func `how accounts stand is told where it is known`() throws {
    let families = try families()
    #expect(try samples("popkeep_last_success_timestamp_seconds", in: families) == ["account=good": 200])
    #expect(try samples("popkeep_server_messages", in: families) == ["account=good": 7])
    #expect(try samples("popkeep_backlog_messages", in: families) == ["account=good": 7])
    #expect(try samples("popkeep_set_aside_messages", in: families) == ["account=good": 0, "account=bad": 0])
    #expect(try samples("popkeep_errors_in_a_row", in: families) == ["account=good": 0, "account=bad": 2])
    #expect(try samples("popkeep_paused", in: families) == ["account=good": 0, "account=bad": 1])
  }

  @Test func `the program tells of itself`() throws {
    let families = try families()
    #expect(try samples("popkeep_sessions_active", in: families) == ["": 5])
    #expect(try samples("popkeep_poll_delay_seconds_max", in: families) == ["": 1.5])
    #expect(try samples("popkeep_archive_usable", in: families) == ["": 1])
    #expect(try samples("popkeep_configuration_current", in: families) == ["": 0])
    #expect(try samples("popkeep_build_info", in: families) == ["version=1.2.3": 1])
    #expect(Set(families.map(\.name)).count == families.count)
  }
}
