import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// `popkeep fetch` where a daemon works on the archive: the daemon does it, and the command says what it would have said.
@Suite(.waiting) struct AskedFetchTests {
  /// A home with a daemon that has fetched `mailbox` and leaves it alone from then on.
  private func settled(_ mailbox: ServedMailbox, _ home: UserHome) throws -> StartedDaemon {
    try home.configure(mailbox.account(others: "\"every\": \"52w\","))
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try daemon.wait(forStatus: "home") { $0["lastSuccess"] != .null && $0["state"]?.text == "ok" }
    return daemon
  }

  /// Runs `arguments` beside a daemon, and without one in another home with the same mail.
  private func both(_ arguments: [String], _ disturb: @Sendable (inout Quirks) -> Void = { _ in }) throws -> (
    beside: CommandRun, alone: CommandRun
  ) {
    let (home, single) = (try UserHome(), try UserHome())
    let mailboxes = (try ServedMailbox(1...3), try ServedMailbox(1...3))
    let daemon = try settled(mailboxes.0, home)
    try single.configure(mailboxes.1.account())
    try single.makeArchive()
    try single.run("fetch").succeeds()
    for mailbox in [mailboxes.0, mailboxes.1] {
      mailbox.add(4...5)
      mailbox.server.change(disturb)
    }
    let runs = (
      try home.start(arguments, environment: [:]).finish(), try single.start(arguments).finish()
    )
    #expect(try daemon.stop().status == 0)
    return (beside: runs.0, alone: runs.1)
  }

  @Test(arguments: [["fetch"], ["fetch", "home"], ["fetch", "--dry-run"]])
  func `a fetch prints the same text beside a daemon as without one`(arguments: [String]) throws {
    let (beside, alone) = try both(arguments)
    beside.succeeds()
    alone.succeeds()
    let seconds = /[0-9]+\.[0-9] s/
    #expect(
      beside.output.replacing(seconds, with: "0.0 s") == alone.output.replacing(seconds, with: "0.0 s"))
    #expect(beside.output.contains("2"))
    // The server's listing, as it passed.
    #expect(beside.errors.contains("home: 5 messages on the server, 2 new"), "\(beside)")
    #expect(beside.errors == alone.errors)
  }

  @Test(arguments: [["fetch", "--json"], ["fetch", "--dry-run", "--json"]])
  func `a fetch prints the same JSON beside a daemon as without one`(arguments: [String]) throws {
    let (beside, alone) = try both(arguments)
    let reports = try [beside, alone].map { run -> [String: JSONText] in
      guard case .object(var report)? = try run.succeeds().json()["accounts"]?[0] else { return [:] }
      #expect(report.removeValue(forKey: "seconds") != nil)
      return report
    }
    #expect(reports[0] == reports[1])
    #expect(reports[0]["listed"]?.count == 5)
    let field = arguments.contains("--dry-run") ? "wouldFetchCount" : "fetched"
    #expect(reports[0][field]?.count == 2)
  }

  @Test func `a fetch ends with the same exit codes beside a daemon as without one`() throws {
    let refused = try both(["fetch", "--quiet"]) { $0.replies["RETR"] = "-ERR cannot read it\r\n" }
    #expect(refused.alone.status == 75)
    #expect(refused.beside.status == 75, "\(refused.beside)")
    let unheard = try both(["fetch", "--quiet"]) { $0.replies["STAT"] = "+OK what?\r\n" }
    unheard.alone.fails(76, "home")
    unheard.beside.fails(76, "home")
    let port = /127.0.0.1:[0-9]+/
    #expect(unheard.beside.errors.replacing(port, with: "") == unheard.alone.errors.replacing(port, with: ""))
  }

  @Test func `a rehearsal beside a daemon changes nothing, and what is due comes after it`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...2)
    let daemon = try settled(mailbox, home)
    mailbox.add(3...3)
    let before = try daemon.status(of: "home")
    let run = try home.run("fetch", "--dry-run", "--json").succeeds()
    #expect(try run.json()["accounts"]?[0]?["wouldFetchCount"]?.count == 1)
    #expect(try home.files().count == 2)
    let after = try daemon.status(of: "home")
    #expect(after?["lastSuccess"] == before?["lastSuccess"])
    #expect(after?["stored"]?.count == 2)
    try home.run("fetch").succeeds()
    #expect(try home.files().count == 3)
  }

  @Test func `a fetch that is asked for while a rehearsal goes on is no rehearsal`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    let daemon = try settled(mailbox, home)
    mailbox.add(2...2)
    let (asked, release) = hold(mailbox, "STAT")
    let rehearsal = try home.start(["fetch", "--dry-run", "--json"])
    #expect(asked.wait())
    let fetch = try home.start(["fetch", "--verbose"])
    try waitUntilAsked(fetch, home)
    release.open()
    #expect(try rehearsal.finish().succeeds().json()["accounts"]?[0]?["wouldFetchCount"]?.count == 1)
    #expect(try fetch.finish().succeeds().output.contains("1 message fetched"))
    #expect(try home.files().count == 2)
    #expect(try daemon.stop().status == 0)
  }

  @Test func `a fetch of an account that is taken out of the configuration meanwhile ends`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1, users: ["busy", "waiting"])
    let one = "\"daemon\": { \"sessions\": 1 },"
    try home.configure(
      mailbox.account(of: "busy", every: "52w"), mailbox.account(of: "waiting", every: "52w"), others: one)
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    for name in ["busy", "waiting"] { try daemon.wait(forStatus: name) { $0["state"]?.text == "ok" } }
    mailbox.add(2...2, to: "busy")
    let (asked, release) = hold(mailbox)
    let busy = try home.start(["fetch", "busy"])
    #expect(asked.wait())
    let fetch = try home.start(["fetch", "waiting", "--verbose"])
    try waitUntilAsked(fetch, home)
    try home.configure(mailbox.account(of: "busy", every: "52w"), others: one)
    daemon.signal(SIGHUP)
    let run = try fetch.finish(within: .seconds(30))
    #expect(run.status == 78 && run.errors.contains("no account \"waiting\""), "\(run)")
    release.open()
    try busy.finish().succeeds()
    #expect(try daemon.stop().status == 0)
  }

  /// Waits until a verbose fetch has told the daemon what it wants.
  private func waitUntilAsked(_ fetch: StartedCommand, _ home: UserHome) throws {
    try Awaited.until("the asking") { try fetch.errors().contains("the running daemon fetches") }
    // What it asked comes before what is asked from now on.
    try home.run("status").succeeds()
  }

  @Test func `an account that the daemon does not have is refused with one sentence`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    let daemon = try settled(mailbox, home)
    try home.run("fetch", "nobody").fails(78, "nobody")
    // It is in another configuration of the same archive, which the daemon does not go by.
    let own = try readFile(home.configuration)
    try home.configure(mailbox.account(of: "other", every: "1h"))
    let other = try home.folder.write("other.json", try readFile(home.configuration))
    try writeFile(home.configuration, own)
    try home.run("fetch", "other", "--config", other).fails(78, "The running daemon", "other")
    #expect(daemon.isRunning)
    #expect(mailbox.server.server.counts.logIns == 1)
  }

  @Test func `a fetch that is killed meanwhile leaves the daemon at its work`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    let daemon = try settled(mailbox, home)
    let (gate, release) = hold(mailbox)
    mailbox.add(2...2)
    let fetch = try home.start(["fetch"])
    #expect(gate.wait())
    fetch.signal(SIGKILL)
    #expect(try fetch.finish().status == 128 + SIGKILL)
    release.open()
    try Awaited.until("the message") { try home.files().count == 2 }
    try daemon.wait(forStatus: "home") { $0["state"]?.text == "ok" && $0["stored"]?.count == 2 }
    try home.run("fetch").succeeds()
    #expect(try daemon.stop().status == 0)
  }

  @Test func `a daemon that is killed meanwhile: the fetch says so in one sentence and ends with 75`() throws
  {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    let daemon = try settled(mailbox, home)
    let (gate, release) = hold(mailbox)
    mailbox.add(2...2)
    let fetch = try home.start(["fetch", "--quiet"])
    #expect(gate.wait())
    try daemon.stop(SIGKILL)
    try fetch.finish().fails(75, "The daemon has ended")
    release.open()
    // Its socket is still there, and nobody's.
    #expect(try home.sockets().count == 1)
    try home.run("status").succeeds()
    try Awaited.until("a fetch without the daemon") { try home.run("fetch").status == 0 }
    #expect(Set(try home.stored()) == Set(MadeMail.contents(1...2)))
    let again = try StartedDaemon(home)
    #expect(try again.status()["daemon"]?["pid"]?.count == Int(again.id))
  }

  @Test func `a daemon that is stopped meanwhile: what came is safe, and the fetch ends with it`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    let daemon = try settled(mailbox, home)
    let (gate, release) = hold(mailbox)
    mailbox.add(2...3)
    let fetch = try home.start(["fetch", "--quiet"])
    #expect(gate.wait())
    daemon.signal(SIGTERM)
    try daemon.wait(forLog: "stopping")
    release.open()
    #expect(try daemon.finish().status == 0)
    let run = try fetch.finish()
    #expect([0, 75].contains(run.status), "\(run)")
    try home.run("fetch").succeeds()
    #expect(try home.files().count == 3)
  }

  /// Has the server wait with its messages; the first gate opens when one is asked for, the second lets them go.
  private func hold(_ mailbox: ServedMailbox, _ verb: String = "RETR") -> (asked: Gate, release: Gate) {
    let (asked, release) = (Gate(), Gate())
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.verb == verb else { return nil }
        asked.open()
        _ = release.wait(60)
        release.open()
        return nil
      }
    }
    return (asked, release)
  }
}
