import DemoServer
import FoundationEssentials
import Glibc
import TestFiles
import TestServers
import Testing

/// What the daemon logs, and what it never does.
@Suite(.waiting) struct DaemonLogTests {
  @Test func `each line of a run names account, run and stage, as text`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...2)
    try home.configure(mailbox.account(others: "\"every\": \"1s\","))
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try daemon.wait(forLog: "2 messages fetched")
    try daemon.wait(forLog: "unchanged", times: 2)
    #expect(try daemon.stop().status == 0)
    let time = /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z/
    let fetched = try #require(try daemon.logLines("2 messages fetched").first)
    #expect(
      try fetched.wholeMatch(of: Regex("\\S+Z info home run=1 stage=fetch: 2 messages fetched.*")) != nil)
    var runs: Set<String> = []
    for line in try daemon.logLines() {
      #expect(line.prefixMatch(of: time) != nil, "\(line)")
      guard line.split(separator: " ")[2] == "home" else { continue }
      let match = try #require(
        line.firstMatch(of: #/ home (run=[0-9]+) stage=(connect|list|fetch|delete): /#))
      runs.insert(String(match.1))
    }
    #expect(runs.count >= 3)
  }

  @Test func `as JSON each line is one object, with account, run, stage and the class of a failure`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...2, users: ["anna", "bert"])
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        request.user == "bert" && request.verb == "STAT" ? .reply(Array("+OK what?\r\n".utf8)) : nil
      }
    }
    try home.configure(mailbox.account(of: "anna", every: "1s"), mailbox.account(of: "bert", every: "1s"))
    try home.makeArchive()
    let daemon = try StartedDaemon(home, "--log-format", "json")
    try daemon.wait(forLog: "2 messages fetched")
    try daemon.wait(forLog: "\"class\":\"protocol\"")
    #expect(try daemon.stop().status == 0)
    let lines = try daemon.logLines().map { try JSONDecoder().decode(JSONText.self, from: Data($0.utf8)) }
    for line in lines {
      #expect(line["time"]?.instant != nil && line["level"]?.text != nil && line["message"]?.text != nil)
      if line["account"] != nil { #expect(line["run"]?.count != nil && line["stage"]?.text != nil) }
    }
    #expect(lines.contains { $0["account"]?.text == "anna" && $0["stage"]?.text == "fetch" })
    #expect(
      lines.contains {
        $0["account"]?.text == "bert" && $0["class"]?.text == "protocol" && $0["level"]?.text == "warning"
      })
  }

  @Test func `what a hostile server says does not get through as control characters`() throws {
    let home = try UserHome()
    let greeter = try ScriptedServer(
      "S-: -ERR \\x1b[31mgo\\x07 away\\x9b1m\\x1b]0;title\\x07\\r\\n\n! close\n")
    let mailbox = try ServedMailbox(1...1, users: ["refused", "odd"])
    let evil = "\u{1B}[2J\u{7}\u{8}\u{202E}\u{9B}evil\r"
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        switch (request.verb, request.user) {
        case ("STAT", "refused"), ("QUIT", "refused"): .reply(Array("-ERR \(evil)\r\n".utf8))
        case ("RETR", "odd"): .reply(Array("-ERR \(evil)\r\n".utf8))
        case _: nil
        }
      }
    }
    var greeted = AccountText(port: greeter.port)
    greeted.name = "greeted"
    greeted.others = "\"tls\": \"none\", \"allowPlaintext\": true, "
    try home.configure(
      greeted, mailbox.account(of: "refused", every: "1h"), mailbox.account(of: "odd", every: "1h"),
      others: "\"metrics\": { \"textfile\": \"\(home.folder("figures.prom"))\" },")
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    for name in ["greeted", "refused"] { try daemon.wait(forStatus: name) { $0["state"]?.text == "failing" } }
    try daemon.wait(forStatus: "odd") { $0["setAside"]?.count == 1 }
    let status = [try home.run("status").output, try home.run("status", "--json").output]
    let fetch = try home.run("fetch", "refused")
    #expect(try daemon.stop().status == 0)
    #expect(try daemon.logLines("evil").count > 0)
    #expect(try daemon.logLines("go").contains { $0.contains("away") })
    for text in try status + [fetch.errors, fetch.output, daemon.log()] {
      let harmful = text.unicodeScalars.filter {
        $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
      }
      #expect(harmful.isEmpty, "\(text)")
    }
  }

  @Test func `the password is in nothing that the daemon writes: log, status, figures, hooks, archive`()
    throws
  {
    let home = try UserHome()
    let (mailbox, other) = (
      try ServedMailbox(1...1, users: ["good"]), try ServedMailbox(1...1, users: ["bad"])
    )
    let hook = try RecordingHook(home)
    // A server that says again what it was told.
    other.server.change { quirks in
      for verb in ["AUTH", "PASS"] { quirks.replies[verb] = "-ERR what is \(UserHome.password)?\r\n" }
    }
    try home.configure(
      mailbox.account(of: "good", every: "1s"), other.account(of: "bad", every: "1s"),
      others: """
        "metrics": { "textfile": "\(home.folder("figures.prom"))" },
        "defaults": { "hooks": { "onNewMail": \(hook.command("new")), "onFailure": \(hook.command("failure")) } },
        """)
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    _ = try hook.event("new")
    #expect(try hook.event("failure")["message"]?.text?.contains("what is ****?") == true)
    var texts = [try home.run("status").output, try home.run("status", "--json").output]
    texts.append(String(decoding: try readFile(home.folder("figures.prom")), as: UTF8.self))
    #expect(try daemon.stop().status == 0)
    texts.append(try daemon.log())
    for name in try folderNames(hook.folder) where name.hasSuffix(".json") {
      texts.append(String(decoding: try readFile("\(hook.folder)/\(name)"), as: UTF8.self))
    }
    for text in texts {
      #expect(!text.isEmpty)
      #expect(!text.contains(UserHome.password), "\(text)")
    }
    let secret = Array(UserHome.password.utf8)
    for name in ["index.sqlite", ".popkeep/archive.json"] {
      #expect(!(try readFile("\(home.archive)/\(name)")).contains(secret))
    }
  }
}
