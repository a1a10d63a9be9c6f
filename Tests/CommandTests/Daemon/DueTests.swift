import DemoServer
import Glibc
import TestServers
import Testing

/// The built daemon runs accounts when they are due, and within its limits.
@Suite(.waiting) struct DueTests {
  @Test func `accounts are fetched when they are due, again and again, and mail that arrives comes`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...2, users: ["anna", "bert"])
    try home.configure(mailbox.account(of: "anna", every: "1s"), mailbox.account(of: "bert", every: "2s"))
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try wait(home, ["anna": 2, "bert": 2])
    mailbox.add(3...3, to: "anna")
    mailbox.add(4...5, to: "bert")
    try wait(home, ["anna": 3, "bert": 4])
    mailbox.add(6...6, to: "anna")
    try wait(home, ["anna": 4])
    #expect(mailbox.server.server.counts.logIns >= 5)
    #expect(try daemon.stop().status == 0)
    #expect(Set(try home.stored(account: "anna")) == Set([1, 2, 3, 6].map { MadeMail.content($0) }))
    #expect(Set(try home.stored(account: "bert")) == Set([1, 2, 4, 5].map { MadeMail.content($0) }))
    // What did not change was not fetched again.
    #expect(mailbox.server.server.counts.retrieved == 8)
    try home.run("verify").succeeds()
  }

  @Test func `an account never has two sessions, however often it is due and asked for`() throws {
    let home = try UserHome()
    let (mailbox, other) = (try ServedMailbox(1...1), try ServedMailbox(1...1, users: ["bert"]))
    let (watch, release) = (SessionWatch(), Gate())
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        watch.note(request)
        if request.verb == "RETR" { _ = release.wait(60) }
        return nil
      }
    }
    try home.configure(
      mailbox.account(of: "alice", every: "1s"), other.account(of: "bert", every: "1s"))
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try Awaited.until("the session") { watch.open == 1 }
    let fetches = try (0..<2).map { _ in try home.start(["fetch", "alice"]) }
    let polls = other.server.server.counts.logIns
    try Awaited.until("polls of the other account") { other.server.server.counts.logIns >= polls + 3 }
    #expect(watch.all == 1)
    release.open()
    for fetch in fetches { try fetch.finish().succeeds() }
    try Awaited.until("further sessions") { watch.all >= 3 }
    #expect(watch.most == 1)
    #expect(try daemon.stop().status == 0)
    #expect(try home.files(of: "alice").count == 1)
  }

  @Test func `no more sessions than allowed, in all and with one host`() throws {
    let home = try UserHome()
    let users = ["u1", "u2", "u3"]
    let servers = [
      try ServedMailbox(1...1, users: users), try ServedMailbox(1...1, users: users.map { "\($0)x" }),
    ]
    let (all, release) = (SessionWatch(), Gate())
    let watches = [SessionWatch(), SessionWatch()]
    for (index, server) in servers.enumerated() {
      let own = watches[index]
      server.server.change { quirks in
        quirks.verdict = { request in
          all.note(request, at: "\(index)")
          own.note(request)
          if request.ordinal == 1 {
            _ = release.wait(60)
            release.open()
          }
          return nil
        }
      }
    }
    let accounts =
      users.map { servers[0].account(of: $0, every: "1s") }
      + users.map { name in
        var account = servers[1].account(of: "\(name)x", every: "1s")
        account.host = "localhost"
        return account
      }
    try home.configure(accounts, others: "\"daemon\": { \"sessions\": 3, \"sessionsPerHost\": 2 },")
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try Awaited.until("three sessions") { all.open == 3 }
    let states = try #require(try daemon.status()["accounts"]).items.map { $0["state"]?.text }
    #expect(states.count { $0 == "running" } == 3)
    release.open()
    try Awaited.until("three rounds") { all.all >= 18 }
    #expect(all.most == 3)
    #expect(watches.map(\.most).max() == 2)
    // The waiting ones were not forgotten.
    for account in accounts { try daemon.wait(forStatus: account.name) { $0["stored"]?.count == 1 } }
    #expect(try daemon.stop().status == 0)
  }

  @Test func `the pause between log-ins that a server announces is kept, also where somebody asks`() throws {
    let home = try UserHome()
    var offer = Offer()
    offer.loginDelay = 3_600
    let mailbox = try ServedMailbox(1...1, offer: offer)
    try home.configure(mailbox.account(others: "\"every\": \"1s\","))
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try daemon.wait(forStatus: "home") { status in
      guard let last = status["lastSuccess"]?.instant, let next = status["nextRun"]?.instant else {
        return false
      }
      return next - last > 3_500
    }
    try home.run("fetch").fails(75, "3600 seconds between log-ins")
    #expect(try daemon.status(of: "home")?["state"]?.text == "ok")
    #expect(mailbox.server.server.counts.logIns == 1)
    #expect(try daemon.stop().status == 0)
    // Nor does a start forget it.
    let again = try StartedDaemon(home)
    try again.wait(forStatus: "home") {
      ($0["nextRun"]?.instant ?? 0) - ($0["lastSuccess"]?.instant ?? 0) > 3_500
    }
    #expect(mailbox.server.server.counts.logIns == 1)
  }

  @Test func `in quiet hours, on the wall here, an account is left alone until somebody asks`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1, users: ["night", "day"])
    try home.configure(
      mailbox.account(of: "night", every: "1s", others: "\"quiet\": [\"01:00-04:00\"], "),
      mailbox.account(of: "day", every: "1s", others: "\"quiet\": [\"13:00-16:00\"], "))
    try home.makeArchive()
    // A place where it is past two in the morning now.
    let west = Int(time(nil) / 3_600 % 24) - 2
    let daemon = try StartedDaemon(home, environment: ["TZ": "HERE\(west)"])
    try Awaited.until("polls by day") { mailbox.server.server.counts.logIns >= 3 }
    #expect(try daemon.status(of: "night")?["state"]?.text == "waiting")
    #expect(try daemon.status(of: "day")?["state"]?.text != "waiting")
    #expect(try home.files(of: "night").isEmpty)
    try home.run("fetch", "night").succeeds()
    #expect(try home.files(of: "night").count == 1)
    #expect(try daemon.stop().status == 0)
  }

  private func wait(_ home: UserHome, _ counts: [String: Int]) throws {
    try Awaited.until("\(counts)") {
      try counts.allSatisfy { account, count in try home.files(of: account).count == count }
    }
  }
}
