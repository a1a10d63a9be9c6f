import TestFiles
import TestServers
import Testing

/// Changing over from another fetcher: nothing is downloaded twice, and nothing that is not archived is deleted.
@Suite(.serialized, .enabled(if: DovecotServer.isExpected && OtherFetcher.areExpected))
struct ChangingOverTests {
  @Test(arguments: OtherFetcher.allCases)
  func `what another program has fetched from Dovecot is known by its list, and stays on the server`(
    _ fetcher: OtherFetcher
  ) throws {
    let server = try DovecotServer.start(users: [.init(name: "alice", password: UserHome.password)])
    func deliver(_ numbers: ClosedRange<Int>) throws {
      for number in numbers {
        try server.deliver(MadeMail.content(number), name: "17000000\(10 + number).M1P1.test")
      }
    }
    func count() throws -> Int {
      try ["new", "cur"].map { try folderNames(server.folder("home-alice/Maildir/\($0)")).count }.reduce(0, +)
    }
    try deliver(1...4)
    let folder = try TemporaryFolder()
    try fetcher.run(in: folder, from: server)
    try deliver(5...6)
    let home = try UserHome()
    let account = AccountText(
      port: server.ports.pop3s, caFile: server.authority.file, onServer: "\"delete\"")
    try home.configure(account)
    try home.makeArchive()
    let list = fetcher.list(in: folder, from: server)
    let run = try home.run("import", list, "--account", "home", "--json").succeeds().json()
    #expect(run["seen"]?.count == 4 && run["seenNew"]?.count == 4)
    let fetched = try home.run("fetch", "--json").succeeds().json()
    let report = try #require(fetched["accounts"]?[0])
    #expect(report["fetched"]?.count == 2 && report["known"]?.count == 4 && report["deleted"]?.count == 2)
    #expect(Set(try home.stored()) == Set((5...6).map { MadeMail.content($0) }))
    #expect(try count() == 4)
    let status = try home.run("status", "--json").succeeds().json()["accounts"]?[0]
    #expect(status?["onServer"]?.count == 4 && status?["backlog"]?.count == 0)
    #expect(try home.run("fetch", "--json").succeeds().json()["accounts"]?[0]?["fetched"]?.count == 0)
    if fetcher.keepsMail {
      // What it has delivered, with the lines that it has added.
      let mail = try home.run("import", folder("Mail"), "--account", "home", "--json").succeeds().json()
      #expect(mail["imported"]?.count == 4)
      try home.run("fetch").succeeds()
      #expect(try count() == 4)
    }
    try home.run("import", "--forget-seen", "--account", "home").succeeds()
    #expect(try home.run("fetch", "--json").succeeds().json()["accounts"]?[0]?["fetched"]?.count == 4)
    #expect(try count() == 0)
    try home.run("verify").succeeds()
  }
}
