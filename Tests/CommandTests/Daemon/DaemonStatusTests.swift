import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// How accounts stand, with a daemon and without one.
@Suite(.waiting) struct DaemonStatusTests {
  @Test func `each state is told: ok, waiting, running, paused, failing, disabled`() throws {
    let home = try UserHome()
    let users = ["ok", "waiting", "running", "paused", "failing", "disabled"]
    let mailbox = try ServedMailbox(1...1, users: users)
    let release = Gate()
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.user == "running" else { return nil }
        _ = release.wait(60)
        release.open()
        return nil
      }
    }
    try home.configure(accounts(mailbox, home))
    try home.makeArchive()
    // Refused once before the daemon is there, once by it.
    #expect(try home.run("fetch", "paused", "--quiet").status == 77)
    // It is past two in the morning where it runs.
    let daemon = try StartedDaemon(home, environment: ["TZ": "HERE\(time(nil) / 3_600 % 24 - 2)"])
    for user in users { try daemon.wait(forStatus: user) { $0["state"]?.text == user } }
    let status = try daemon.status()
    expectStates(status)
    #expect(status["daemon"]?["pid"]?.count == Int(daemon.id))
    #expect(status["daemon"]?["since"]?.instant != nil)
    #expect(status["daemon"]?["shard"] == .null)
    #expect(status["daemon"]?["configurationError"] == .null)
    #expect(status["daemon"]?["archiveError"] == .null)
    let text = try home.run("status").succeeds()
    for user in users { #expect(text.output.contains("\n\(user) ")) }
    #expect(text.output.contains("popkeep fetch paused"))
    #expect(text.output.contains("A daemon runs (process \(daemon.id)"))
    release.open()
    #expect(try daemon.stop().status == 0)
    // Without one the index tells.
    let still = try home.run("status", "--json").succeeds().json()
    #expect(still["daemon"] == .null)
    for user in ["ok", "waiting", "paused", "failing", "disabled"] {
      #expect(state(user, in: still)?["state"]?.text == user)
    }
    #expect(try !home.run("status").succeeds().output.contains("A daemon runs"))
  }

  private func accounts(_ mailbox: ServedMailbox, _ home: UserHome) throws -> [AccountText] {
    let wrong = try home.folder.write("wrong", text: "wrong\n")
    guard chmod(wrong, 0o600) == 0 else { throw SystemFailure("chmod") }
    return ["ok", "waiting", "running", "paused", "failing", "disabled"].map { name in
      var account = mailbox.account(of: name, every: "1h")
      switch name {
      case "waiting": account.others += "\"quiet\": \"01:00-04:00\", "
      case "paused": account.passwordFile = wrong
      case "failing": account.caFile = nil
      case "disabled": account.others += "\"enabled\": false, "
      default: break
      }
      return account
    }
  }

  private func state(_ name: String, in status: JSONText) -> JSONText? {
    status["accounts"]?.items.first { $0["name"]?.text == name }
  }

  private func expectStates(_ status: JSONText) {
    let keys: Set = [
      "name", "state", "lastRun", "lastSuccess", "nextRun", "errorsInARow", "stored", "bytes", "onServer",
      "backlog", "setAside", "damaged", "lastError",
    ]
    for account in status["accounts"]?.items ?? [] { #expect(account.keys == keys) }
    let ok = state("ok", in: status)
    #expect(ok?["stored"]?.count == 1 && ok?["onServer"]?.count == 1 && ok?["backlog"]?.count == 0)
    #expect(ok?["lastSuccess"]?.instant != nil && ok?["nextRun"]?.instant != nil)
    #expect(ok?["lastError"] == .null && ok?["errorsInARow"]?.count == 0)
    let paused = state("paused", in: status)
    #expect(paused?["errorsInARow"]?.count == 2 && paused?["nextRun"] == .null)
    #expect(paused?["lastError"]?["class"]?.text == "loginRefused")
    #expect(paused?["lastError"]?["hint"]?.text?.isEmpty == false)
    let failing = state("failing", in: status)
    #expect(failing?["errorsInARow"]?.count == 1 && failing?["lastError"]?["class"]?.text == "protocol")
    #expect(failing?["nextRun"]?.instant != nil && failing?["lastSuccess"] == .null)
    #expect(state("waiting", in: status)?["onServer"] == .null)
    #expect(state("disabled", in: status)?["nextRun"] == .null)
  }

  @Test func `status --watch is kept up to date on a terminal, until Ctrl-C`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...11)
    try home.configure(mailbox.account(others: "\"every\": \"1s\","))
    try home.makeArchive()
    let terminal = try Terminal()
    // Before there is a daemon, with one, and after it.
    let watch = try home.start(["status", "--watch"], terminal: terminal.path, screen: terminal.path)
    try terminal.read(until: "waiting")
    let daemon = try StartedDaemon(home)
    try terminal.read(until: "A daemon runs (process \(daemon.id)")
    try Awaited.until("the mail") { try home.files().count == 11 }
    mailbox.add(12...37)
    try terminal.read(until: " 37 ")
    #expect(try daemon.stop().status == 0)
    watch.signal(SIGINT)
    #expect(try watch.finish().status == 128 + SIGINT)
  }
}
