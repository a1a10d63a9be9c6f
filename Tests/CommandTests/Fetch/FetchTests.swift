import Glibc
import TestFiles
import TestServers
import Testing

@Suite struct FetchTests {
  @Test func `the first fetch brings every message byte for byte, the second brings nothing`() throws {
    let home = try UserHome()
    let contents = MadeMail.awkward + MadeMail.contents(1...20)
    let mailbox = try ServedMailbox(contents)
    try home.configure(mailbox.account())
    try home.makeArchive()
    let first = try home.run("fetch").succeeds()
    #expect(first.output.contains("30 messages fetched"))
    #expect(try home.stored().sorted(by: precedes) == contents.sorted(by: precedes))
    let files = try home.files()
    let before = mailbox.commands().count
    let second = try home.run("fetch").succeeds()
    #expect(second.output.contains("nothing new"))
    #expect(try home.files() == files)
    #expect(!mailbox.commands(after: before).contains { $0.hasPrefix("RETR") || $0.hasPrefix("LIST") })
    #expect(mailbox.remaining.count == contents.count)
  }

  @Test func `--json has the members that the documents name`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account())
    try home.makeArchive()
    let document = try home.run("fetch", "--json").succeeds().json()
    #expect(document.keys == ["accounts"])
    let account = try #require(document["accounts"]?[0])
    #expect(
      account.keys == [
        "name", "listed", "known", "fetched", "bytes", "duplicates", "setAside", "deleted",
        "waitingForCopies", "wouldFetch", "wouldFetchCount", "wouldFetchBytes", "wouldDelete", "seconds",
        "warnings", "error",
      ])
    #expect(account["name"] == .string("home"))
    #expect(account["listed"]?.count == 3)
    #expect(account["known"]?.count == 0)
    #expect(account["fetched"]?.count == 3)
    #expect(account["bytes"]?.count == MadeMail.contents(1...3).map(\.count).reduce(0, +))
    #expect(account["setAside"] == .array([]))
    #expect(account["error"] == .null)
    try home.writePassword(UserHome.wrongPassword)
    let failed = try home.run("fetch", "--json")
    #expect(failed.status == 77)
    let error = try #require(try failed.json()["accounts"]?[0]?["error"])
    #expect(error.keys == ["class", "message", "hint", "temporary"])
    #expect(error["class"] == .string("loginRefused"))
    #expect(error["temporary"] == .bool(false))
  }

  @Test func `--dry-run says what would be done and why, and changes nothing`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...4)
    try home.configure(mailbox.account())
    try home.makeArchive()
    try home.run("fetch").succeeds()
    mailbox.add(5...6)
    try home.configure(mailbox.account(onServer: "{ \"keepNewest\": 2, \"maxDeletes\": 1 }"))
    let mail = try home.mail()
    let before = mailbox.commands().count
    let document = try home.run("fetch", "--dry-run", "--json").succeeds().json()
    let account = try #require(document["accounts"]?[0])
    #expect(account["wouldFetch"]?.items.compactMap { $0["uid"]?.text } == ["uid-5", "uid-6"])
    #expect(account["wouldDelete"]?.items.compactMap { $0["uid"]?.text } == ["uid-1"])
    #expect(account["wouldDelete"]?[0]?["reason"]?.text?.isEmpty == false)
    #expect(account["fetched"]?.count == 0)
    #expect(account["deleted"]?.count == 0)
    let text = try home.run("fetch", "--dry-run").succeeds()
    #expect(text.output.contains("would fetch 2 messages"))
    #expect(text.output.contains("would delete uid-1"))
    #expect(!mailbox.commands(after: before).contains { $0.hasPrefix("RETR") || $0.hasPrefix("DELE") })
    #expect(try home.mail() == mail)
    #expect(mailbox.remaining.count == 6)
  }

  @Test func `what the policy lets go leaves the server once it is archived`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...6)
    try home.configure(mailbox.account(onServer: "{ \"keepNewest\": 2, \"proveByHash\": true }"))
    try home.makeArchive()
    let run = try home.run("fetch").succeeds()
    #expect(run.output.contains("4 messages deleted on the server"))
    #expect(mailbox.remaining == [Array("uid-5".utf8), Array("uid-6".utf8)])
    #expect(Set(try home.stored()) == Set(MadeMail.contents(1...6)))
    try home.run("verify").succeeds()
  }

  @Test func `what waits for copies on drives stays on the server, and is told`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...5)
    try home.configure(
      mailbox.account(onServer: "{ \"keepNewest\": 2, \"requireCopies\": 2 }"),
      others: "\"drives\": [ { \"name\": \"usb-red\" } ],")
    try home.makeArchive()
    let sentence = "3 may leave the server once enough copies exist (popkeep backup)"
    let plan = try home.run("fetch", "--dry-run").succeeds()
    #expect(plan.output.contains("delete 0; 0 of 5 are archived; \(sentence)"))
    let run = try home.run("fetch").succeeds()
    #expect(run.output.contains("5 messages fetched") && run.output.contains(", \(sentence), in "))
    #expect(!run.output.contains("deleted"))
    let document = try home.run("fetch", "--json").succeeds().json()
    #expect(document["accounts"]?[0]?["waitingForCopies"]?.count == 3)
    #expect(mailbox.remaining.count == 5)
  }

  @Test func `--quiet prints nothing where all went well`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...2)
    try home.configure(mailbox.account())
    try home.makeArchive()
    let run = try home.run("fetch", "--quiet").succeeds()
    #expect(run.output + run.errors == "")
  }

  @Test func `Dovecot serves all commands as the built-in server does`() throws {
    try #require(DovecotServer.isExpected)
    let dovecot = try DovecotServer.start(users: [.init(name: "alice", password: UserHome.password)])
    for number in 1...12 {
      try dovecot.deliver(MadeMail.content(number), name: "\(1_700_000_000 + number).M1P1.made")
    }
    let home = try UserHome()
    var account = AccountText(port: dovecot.ports.pop3s, caFile: dovecot.authority.file)
    try home.configure(account)
    try home.makeArchive()
    try home.run("check").succeeds()
    try home.run("fetch").succeeds()
    account.port = dovecot.ports.pop3
    account.others = "\"tls\": \"starttls\", "
    account.onServer = "\"delete\""
    try home.configure(account)
    let document = try home.run("fetch", "--json").succeeds().json()
    #expect(document["accounts"]?[0]?["fetched"]?.count == 0)
    #expect(document["accounts"]?[0]?["deleted"]?.count == 12)
    #expect(Set(try home.stored()) == Set(MadeMail.contents(1...12)))
    #expect(try home.run("fetch", "--json").succeeds().json()["accounts"]?[0]?["listed"]?.count == 0)
  }
}

/// An order of contents, for comparing without regard to order.
func precedes(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.lexicographicallyPrecedes(other) }
