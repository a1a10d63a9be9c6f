import Daemon
import Fetching
import Testing

/// What is logged of a run.
@Suite struct RunLogTests {
  private let pipe: Pipe
  private let log: RunLog

  init() throws {
    pipe = try Pipe()
    log = RunLog(Log(output: .descriptor(pipe.writing), least: .debug), now: { 0 })
  }

  private func lines() -> [String] {
    pipe.text().split(separator: "\n").map { String($0.dropFirst("1970-01-01T00:00:00Z ".count)) }
  }

  @Test func `each line names account, run and the stage that the run has come to`() {
    log.begin("home")
    #expect(log.stage(of: "home") == "start")
    log.note("home", .connecting(host: "pop.example.org"))
    #expect(log.stage(of: "home") == "connect")
    log.note("home", .listed(messages: 3, new: 2, octets: 100))
    log.note("home", .progress(messages: 1, of: 2, octets: 50, ofOctets: 100))
    #expect(log.stage(of: "home") == "fetch")
    log.note("home", .deleting(messages: 1))
    var report = AccountReport(name: "home")
    (report.fetched, report.bytes, report.duplicates, report.deleted) = (2, 100, 1, 1)
    report.seconds = 1.25
    report.noteSetAside(uid: "u", reason: "r")
    log.note("home", .finished(report))
    #expect(log.stage(of: "home") == nil)
    #expect(
      lines() == [
        "debug home run=1 stage=connect: connecting to pop.example.org",
        "debug home run=1 stage=list: 3 messages on the server, 2 new, 100 octets",
        "debug home run=1 stage=delete: deleting 1 messages on the server",
        "warning home run=1 stage=delete: message u is set aside: r",
        "info home run=1 stage=delete: 2 messages fetched (100 octets), 1 of them archived before, "
          + "1 deleted on the server, 1 set aside, in 1.3 s",
      ])
  }

  @Test func `runs side by side have numbers of their own`() {
    log.begin("a")
    log.begin("b")
    log.note("b", .connecting(host: "h"))
    log.note("a", .connecting(host: "h"))
    log.note("a", .finished(AccountReport(name: "a")))
    log.begin("a")
    log.note("a", .connecting(host: "h"))
    #expect(
      lines().map { $0.prefix { $0 != ":" } } == [
        "debug b run=2 stage=connect", "debug a run=1 stage=connect", "debug a run=1 stage=connect",
        "debug a run=3 stage=connect",
      ])
  }

  @Test func `a failure is told with its class, louder where a person must see to it`() {
    for isTemporary in [true, false] {
      log.begin("home")
      var report = AccountReport(name: "home")
      report.error = Problem(.unavailable, "Not there.", hint: "Wait.", temporary: isTemporary)
      log.note("home", .finished(report))
    }
    #expect(
      lines() == [
        "warning home run=1 stage=start class=unavailable: Not there. Wait.",
        "error home run=2 stage=start class=unavailable: Not there. Wait.",
      ])
  }

  @Test func `what is warned of at every poll is said once, until it was gone`() {
    for warnings in [["one"], ["one", "two"], ["one"], [], ["one"]] {
      log.begin("home")
      var report = AccountReport(name: "home")
      for warning in warnings { report.warn(warning) }
      log.note("home", .finished(report))
    }
    #expect(
      lines().filter { $0.hasPrefix("warning") } == [
        "warning home run=1 stage=start: one", "warning home run=2 stage=start: two",
        "warning home run=5 stage=start: one",
      ])
  }
}
