import Glibc
import TestFiles
import TestServers
import Testing

/// A daemon that is given another configuration.
@Suite(.waiting) struct ReloadTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(1...2, users: ["anna", "bert"])
    try home.configure(mailbox.account(of: "anna", every: "1s"))
    try home.makeArchive()
  }

  @Test func `SIGHUP: accounts are added, changed and removed`() throws {
    let daemon = try StartedDaemon(home)
    try daemon.wait(forStatus: "anna") { $0["stored"]?.count == 2 }
    try home.configure(
      mailbox.account(of: "anna", every: "1s"), mailbox.account(of: "bert", every: "1s"))
    daemon.signal(SIGHUP)
    try daemon.wait(forStatus: "bert") { $0["stored"]?.count == 2 }
    // Changed: it is looked at once a year from now on.
    try home.configure(
      mailbox.account(of: "anna", every: "52w"), mailbox.account(of: "bert", every: "1s"))
    daemon.signal(SIGHUP)
    try daemon.wait(forLog: "read the configuration anew", times: 2)
    try daemon.wait(forStatus: "anna") { ($0["nextRun"]?.instant ?? 0) > time(nil) + 86_400 }
    // Removed: it is no longer shown, and no longer fetched.
    try home.configure(mailbox.account(of: "bert", every: "1s"))
    daemon.signal(SIGHUP)
    try daemon.wait(forLog: "read the configuration anew: 1 account", times: 1)
    try Awaited.until("its end") { try daemon.status(of: "anna") == nil }
    mailbox.add(3...3, to: "anna")
    mailbox.add(4...4, to: "bert")
    try daemon.wait(forStatus: "bert") { $0["stored"]?.count == 3 }
    #expect(try home.files(of: "anna").count == 2)
    try home.run("fetch", "anna").fails(78, "anna")
    #expect(try daemon.stop().status == 0)
  }

  @Test func `a changed file is read by itself, and a mended one after a broken one`() throws {
    let daemon = try StartedDaemon(home)
    let good = try readFile(home.configuration)
    try daemon.wait(forStatus: "anna") { $0["stored"]?.count == 2 }
    try writeFile(home.configuration, Array("\(String(decoding: good, as: UTF8.self))oh".utf8))
    try daemon.wait(forLog: "the configuration was not taken")
    // The old one is in force, and status finds the daemon although the file is no JSON.
    try expectRefused(daemon, "config.json")
    mailbox.add(3...3, to: "anna")
    try daemon.wait(forStatus: "anna") { $0["stored"]?.count == 3 }
    try home.configure(
      mailbox.account(of: "anna", every: "1s"), mailbox.account(of: "bert", every: "1s"))
    try daemon.wait(forLog: "read the configuration anew: 2 accounts")
    #expect(try daemon.status()["daemon"]?["configurationError"] == .null)
    try daemon.wait(forStatus: "bert") { $0["stored"]?.count == 2 }
  }

  @Test(arguments: [
    ("\"every\": \"soon\",", "every"), ("\"onserver\": \"keep\",", "onServer"),
    ("\"host\": \"elsewhere\", ", "host"),
  ])
  func `a configuration that is refused is told with its line and the reason`(key: String, word: String)
    throws
  {
    let daemon = try StartedDaemon(home)
    let good = String(decoding: try readFile(home.configuration), as: UTF8.self)
    let wrong = good.replacing("\"user\"", with: "\(key) \"user\"")
    #expect(wrong != good)
    try writeFile(home.configuration, Array(wrong.utf8))
    daemon.signal(SIGHUP)
    try daemon.wait(forLog: "the configuration was not taken")
    let line = try #require(try daemon.logLines("the configuration was not taken").first)
    #expect(
      line.contains("error stage=configuration:") && line.contains("config.json:3") && line.contains(word))
    try expectRefused(daemon, word)
    mailbox.add(3...3, to: "anna")
    try daemon.wait(forStatus: "anna") { $0["stored"]?.count == 3 }
    // The same one again is mended by being what it was.
    try writeFile(home.configuration, Array(good.utf8))
    daemon.signal(SIGHUP)
    try daemon.wait(forLog: "read the configuration anew: 1 account")
    #expect(try daemon.status()["daemon"]?["configurationError"] == .null)
  }

  @Test func `another archive is not taken while the daemon runs`() throws {
    let daemon = try StartedDaemon(home)
    let good = String(decoding: try readFile(home.configuration), as: UTF8.self)
    try home.run("init", "--archive", home.folder("other")).succeeds()
    try writeFile(home.configuration, Array(good.replacing(home.archive, with: home.folder("other")).utf8))
    daemon.signal(SIGHUP)
    try daemon.wait(forLog: "names another archive")
    try writeFile(home.configuration, Array(good.utf8))
    daemon.signal(SIGHUP)
    try daemon.wait(forLog: "read the configuration anew")
    try daemon.wait(forStatus: "anna") { $0["stored"]?.count == 2 }
    #expect(try folderNames(home.folder("other/accounts")) == [])
  }

  /// Expects that status tells of the file that was refused, as text and as JSON.
  private func expectRefused(_ daemon: StartedDaemon, _ word: String) throws {
    let error = try daemon.status()["daemon"]?["configurationError"]
    #expect(error?["class"]?.text == "configuration")
    #expect(error?["message"]?.text?.contains(word) == true, "\(String(describing: error))")
    #expect(error?["hint"]?.text?.contains("stays in force") == true)
    let text = try home.run("status").succeeds().output
    #expect(text.contains("The configuration is not taken: ") && text.contains(word))
  }
}
