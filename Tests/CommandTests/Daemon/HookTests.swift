import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// Programs that are run when something happens, by the daemon and by a fetch.
@Suite(.waiting) struct HookTests {
  @Test(arguments: [true, false])
  func `new mail: the program is told which, whoever fetched it`(byDaemon: Bool) throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...2)
    let hook = try RecordingHook(home)
    // No shell reads the words.
    let words = ["$(id)", "a b", "*", ";exit"]
    let command = hook.command("new", words[0], words[1], words[2], words[3])
    try home.configure(
      mailbox.account(others: "\"every\": \"1s\", \"hooks\": { \"onNewMail\": \(command) },"))
    try home.makeArchive()
    let daemon = byDaemon ? try StartedDaemon(home) : nil
    if !byDaemon { try home.run("fetch").succeeds() }
    let event = try hook.event("new")
    #expect(event.keys == ["event", "account", "time", "archive", "messages", "octets", "mail"])
    #expect(event["event"]?.text == "newMail" && event["account"]?.text == "home")
    #expect(event["archive"]?.text == home.archive && event["time"]?.instant != nil)
    #expect(event["messages"]?.count == 2)
    #expect(event["octets"]?.count == MadeMail.contents(1...2).map(\.count).reduce(0, +))
    let mail = event["mail"]?.items ?? []
    #expect(mail.map { $0["subject"]?.text } == ["Message 1", "Message 2"])
    for message in mail {
      #expect(message.keys == ["file", "from", "subject", "octets"])
      #expect(message["from"]?.text == "Bob")
      #expect(try home.files().contains(try #require(message["file"]?.text)))
    }
    #expect(try hook.arguments("new") == "new\n" + words.map { "\($0)\n" }.joined())
    mailbox.add(3...3)
    if !byDaemon { try home.run("fetch").succeeds() }
    #expect(try hook.event("new", 2)["messages"]?.count == 1)
    // A sync that stores nothing is no occasion.
    if let daemon {
      try daemon.wait(forLog: "unchanged", times: 2)
      #expect(try daemon.stop().status == 0)
    } else {
      try home.run("fetch").succeeds()
    }
    #expect(try hook.runs("new") == 2)
  }

  @Test func `a failure is told at the first of a streak and when its class changes, not at each poll`()
    throws
  {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    let hook = try RecordingHook(home)
    try home.configure(
      mailbox.account(others: "\"every\": \"1h\", \"hooks\": { \"onFailure\": \(hook.command("failure")) },"))
    try home.makeArchive()
    mailbox.server.change { $0.replies["STAT"] = "+OK what?\r\n" }
    let daemon = try StartedDaemon(home)
    let first = try hook.event("failure")
    #expect(
      first.keys == [
        "event", "account", "time", "archive", "class", "message", "hint", "temporary", "errorsInARow",
        "paused",
      ])
    #expect(first["event"]?.text == "failure" && first["class"]?.text == "protocol")
    #expect(first["errorsInARow"]?.count == 1 && first["paused"] == .bool(false))
    #expect(first["message"]?.text?.isEmpty == false && first["hint"]?.text?.isEmpty == false)
    #expect(try home.run("fetch").status == 76)
    try home.writePassword(UserHome.wrongPassword)
    #expect(try home.run("fetch").status == 77)
    let second = try hook.event("failure", 2)
    #expect(second["class"]?.text == "loginRefused" && second["errorsInARow"]?.count == 3)
    #expect(second["temporary"] == .bool(false) && second["paused"] == .bool(false))
    // The same class again, but now it is paused.
    #expect(try home.run("fetch").status == 77)
    #expect(try hook.event("failure", 3)["paused"] == .bool(true))
    #expect(try home.run("fetch").status == 77)
    #expect(try daemon.stop().status == 0)
    // A fetch without a daemon knows what was told before.
    #expect(try home.run("fetch").status == 77)
    #expect(try hook.runs("failure") == 3)
    try home.writePassword(UserHome.password)
    #expect(try home.run("fetch").status == 76)
    #expect(try hook.event("failure", 4)["class"]?.text == "protocol")
  }

  @Test func `an account without success for long is told of once, until there is one`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    let hook = try RecordingHook(home)
    let silence = "{ \"command\": \(hook.command("silence")), \"after\": \"1h\" }"
    try home.configure(
      mailbox.account(others: "\"every\": \"1h\", \"hooks\": { \"onSilence\": \(silence) },"))
    try home.makeArchive()
    try home.run("fetch").succeeds()
    #expect(try hook.runs("silence") == 0)
    let last = Int(time(nil)) - 7_200
    try IndexRows.change(home.archive, "UPDATE standing SET last_success = \(last)")
    mailbox.server.change { $0.replies["STAT"] = "+OK what?\r\n" }
    let daemon = try StartedDaemon(home)
    let event = try hook.event("silence")
    #expect(event.keys == ["event", "account", "time", "archive", "lastSuccess", "seconds"])
    #expect(event["event"]?.text == "silence" && event["lastSuccess"]?.instant == last)
    #expect((7_200...8_000).contains(event["seconds"]?.count ?? 0))
    try daemon.wait(forStatus: "home") { $0["state"]?.text == "failing" }
    #expect(try daemon.stop().status == 0)
    // It was told.
    let again = try StartedDaemon(home)
    try again.wait(forStatus: "home") { $0["state"]?.text == "failing" }
    #expect(try home.run("fetch").status == 76)
    #expect(try again.stop().status == 0)
    #expect(try hook.runs("silence") == 1)
    mailbox.server.change { $0.replies = [:] }
    try home.run("fetch").succeeds()
    try IndexRows.change(home.archive, "UPDATE standing SET last_success = \(last)")
    mailbox.server.change { $0.replies["STAT"] = "+OK what?\r\n" }
    #expect(try home.run("fetch").status == 76)
    #expect(try hook.event("silence", 2)["lastSuccess"]?.instant == last)
  }

  @Test func `a hook that hangs is ended, one that fails is logged, and the mail goes on`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1, users: ["hangs", "fails", "absent"])
    let hooks = [
      "hangs": "{ \"command\": [\"sleep\", \"300\"], \"timeout\": \"1s\" }",
      "fails": "[\"sh\", \"-c\", \"echo 'it went wrong' >&2; exit 3\"]",
      "absent": "[\"\(home.folder("nothing"))\"]",
    ]
    try home.configure(
      hooks.map { name, hook in
        mailbox.account(of: name, every: "1s", others: "\"hooks\": { \"onNewMail\": \(hook) },")
      })
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try daemon.wait(forLog: "warning hangs stage=hook: the hook sleep took longer than 1 s, and was ended")
    try daemon.wait(forLog: "warning fails stage=hook: the hook sh ended with status 3: it went wrong")
    try daemon.wait(forLog: "warning absent stage=hook: the hook \(home.folder("nothing")) cannot be run")
    for name in hooks.keys {
      mailbox.add(2...2, to: name)
      try Awaited.until("its mail") { try home.files(of: name).count == 2 }
      try daemon.wait(forStatus: name) { $0["state"]?.text == "ok" }
    }
    #expect(try daemon.stop().status == 0)
  }
}
