import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// More than one daemon: on one archive never, on several with a part of the accounts each.
@Suite(.waiting) struct SeveralDaemonsTests {
  @Test func `a second daemon on the archive ends with 75 and one sentence, and leaves the first alone`()
    throws
  {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    try home.configure(mailbox.account(others: "\"every\": \"1s\","))
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try home.start(["daemon"]).finish(within: .seconds(20)).fails(75, home.archive)
    #expect(try daemon.status()["daemon"]?["pid"]?.count == Int(daemon.id))
    mailbox.add(2...2)
    try daemon.wait(forStatus: "home") { $0["stored"]?.count == 2 }
    #expect(try daemon.stop().status == 0)
  }

  @Test func `a daemon that was killed leaves nothing that keeps the next from starting`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account(others: "\"every\": \"1s\","))
    try home.makeArchive()
    for round in 0..<3 {
      let daemon = try StartedDaemon(home)
      try daemon.wait(forStatus: "home") { $0["stored"]?.count == 3 + round }
      try daemon.stop(SIGKILL)
      mailbox.add(4 + round...4 + round)
    }
    try home.run("fetch").succeeds()
    #expect(Set(try home.stored()) == Set(MadeMail.contents(1...6)))
    #expect(try home.files().count == 6)
    try home.run("verify").succeeds()
  }

  @Test func `two shards with an archive each have every account once between them`() throws {
    let home = try UserHome()
    let users = (1...8).map { "user\($0)" }
    let mailbox = try ServedMailbox(1...1, users: users)
    try home.configure(users.map { mailbox.account(of: $0, every: "1h") })
    let archives = ["a0", "a1"].map { home.folder($0) }
    for archive in archives { try home.run("init", "--archive", archive).succeeds() }
    let daemons = try archives.enumerated().map { number, archive in
      try StartedDaemon(home, "--shard", "\(number)/2", "--archive", archive)
    }
    try Awaited.until("all mail") { mailbox.server.server.counts.retrieved >= users.count }
    for daemon in daemons { #expect(try daemon.stop().status == 0) }
    let held = try archives.map { try folderNames("\($0)/accounts") }
    #expect(held.allSatisfy { !$0.isEmpty })
    #expect(held.flatMap(\.self).sorted() == users.sorted())
    #expect(mailbox.server.server.counts.logIns == users.count)
    for (archive, names) in zip(archives, held) {
      for name in names { #expect(try folderNames("\(archive)/accounts/\(name)/new").count == 1) }
    }
    let log = try daemons.map { try $0.logLines("started with") }
    #expect(log.allSatisfy { $0.count == 1 })
  }

  @Test(arguments: ["2/2", "0/0", "1", "-1/2", "a/b"])
  func `a shard that there cannot be is refused with the usage's exit code`(text: String) throws {
    let home = try UserHome()
    try home.configure()
    try home.makeArchive()
    let run = try home.start(["daemon", "--shard=\(text)"]).finish(within: .seconds(20))
    #expect(run.status == 64, "\(run)")
  }

  @Test func `what is wrong at the start is told with its exit code: no archive, no configuration`() throws {
    let home = try UserHome()
    try home.start(["daemon"]).finish(within: .seconds(20)).fails(78, "config.json")
    try writeFile(home.configuration, Array("{".utf8))
    try home.start(["daemon"]).finish(within: .seconds(20)).fails(78, "config.json:1")
  }
}
