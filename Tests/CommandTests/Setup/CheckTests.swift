import DemoServer
import FoundationEssentials
import Glibc
import TestFiles
import TestServers
import Testing

@Suite struct CheckTests {
  private let home: UserHome

  init() throws { home = try UserHome() }

  @Test func `check has a line a stage, and changes nothing`() throws {
    let mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account())
    try home.makeArchive()
    let run = try home.run("check").succeeds()
    let stages = run.outputLines.dropFirst().map { $0.split(separator: " ") }
    #expect(
      stages.map { $0.first } == [
        "password", "resolve", "connect", "tls", "greeting", "capabilities", "login", "mailbox", "disk",
      ])
    #expect(
      stages.allSatisfy { $0.count > 4 && $0[1] == "ok" && Int($0[2]) != nil && $0[3] == "ms" }, "\(run)")
    #expect(run.output.contains("3 messages"))
    #expect(run.errors == "")
    #expect(mailbox.remaining.count == 3)
    #expect(!mailbox.commands().contains { $0.hasPrefix("RETR") || $0.hasPrefix("DELE") })
    #expect(try home.files() == [])
  }

  @Test func `check --json has the members that the documents name`() throws {
    let mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account())
    try home.makeArchive()
    let document = try home.run("check", "--json").succeeds().json()
    let account = try #require(document["accounts"]?[0])
    #expect(account.keys == ["name", "stages", "error"])
    #expect(account["error"] == .null)
    let stages = account["stages"]?.items ?? []
    #expect(stages.count == 9)
    #expect(stages.allSatisfy { $0.keys == ["stage", "seconds", "text", "ok"] && $0["ok"] == .bool(true) })
    try home.writePassword("wrong-one")
    let failed = try home.run("check", "--json")
    #expect(failed.status == 77)
    let error = try #require(try failed.json()["accounts"]?[0]?["error"])
    #expect(error.keys == ["class", "message", "hint"])
    #expect(error["class"] == .string("loginRefused"))
    let broken = try failed.json()["accounts"]?[0]?["stages"]?.items.filter { $0["ok"] == .bool(false) } ?? []
    #expect(broken.map { $0["stage"] } == [.string("login")])
  }

  @Test func `the stage that fails is marked, with what to do below`() throws {
    let mailbox = try ServedMailbox(MadeMail.contents(1...3), validFor: -60)
    try home.configure(mailbox.account())
    try home.makeArchive()
    let run = try home.run("check")
    #expect(run.status == 76)
    let failed = try #require(run.outputLines.firstIndex { $0.contains("FAILED") })
    #expect(run.outputLines[failed].contains("tls"))
    #expect(run.outputLines[failed].contains("expired"))
    #expect(run.outputLines[failed + 1].contains("No password was sent."))
    #expect(run.outputLines.contains { $0.contains("disk") && $0.contains(" ok ") })
    try home.run("check", "--quiet").fails(76, "expired")
  }

  @Test func `a server that cannot be reached fails at its stage`() throws {
    let mailbox = try ServedMailbox(1...1)
    mailbox.server.stop()
    try home.configure(mailbox.account())
    try home.makeArchive()
    let closed = try home.run("check")
    #expect(closed.status == 69)
    #expect(closed.outputLines.contains { $0.contains("connect") && $0.contains("FAILED") }, "\(closed)")
    var account = mailbox.account()
    account.host = "pop.example.invalid"
    try home.configure(account)
    let unknown = try home.run("check")
    #expect(unknown.status == 69)
    #expect(unknown.outputLines.contains { $0.contains("resolve") && $0.contains("FAILED") }, "\(unknown)")
  }

  @Test func `the gravest problem gives the exit code, and the other accounts are checked`() throws {
    let mailbox = try ServedMailbox(1...1)
    var unknown = mailbox.account()
    unknown.name = "unknown"
    unknown.host = "pop.example.invalid"
    try home.configure(unknown, mailbox.account())
    let run = try home.run("check")
    #expect(run.status == 78, "no archive is graver than no server: \(run)")
    #expect(run.outputLines.count { $0.contains("disk") && $0.contains("FAILED") } == 2)
    try home.makeArchive()
    #expect(try home.run("check").status == 69)
    try home.run("check", "home").succeeds()
    try home.run("check", "work").fails(78, "work", "unknown, home")
  }

  @Test func `a disk that is nearly full fails the last stage`() throws {
    let mailbox = try ServedMailbox(1...1)
    try home.configure(mailbox.account(), minFree: "99%")
    try home.makeArchive()
    let run = try home.run("check")
    #expect(run.status == 74)
    #expect(run.output.contains("minFree"))
  }

  /// Every way to log in, with what of it must not be shown.
  private static let secrets: [(auth: String, texts: [String])] = [
    ("user", []), ("apop", []), ("plain", [base64("\0alice\0\(UserHome.password)")]),
    ("login", [base64(UserHome.password), base64("alice")]),
  ]

  @Test(arguments: secrets)
  func `--trace shows the dialogue without the secret`(auth: String, texts: [String]) throws {
    let mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account(others: "\"auth\": \"\(auth)\", "))
    try home.makeArchive()
    let run = try home.run("check", "--trace").succeeds()
    for line in ["CAPA", "STAT", "QUIT", "+OK"] { #expect(run.errors.contains(line)) }
    for secret in texts + [UserHome.password] {
      #expect(!run.errors.contains(secret))
      #expect(!run.output.contains(secret))
    }
    #expect(run.errors.contains("****"))
    #expect(try home.run("check").succeeds().errors == "")
  }

  @Test func `a server's control characters do not reach the terminal`() throws {
    var quirks = Quirks()
    quirks.replies["STAT"] = "+OK 3 1000 \u{1B}[31m\u{07}\r\n"
    quirks.replies["PASS"] = "-ERR \u{1B}]0;title\u{07} no\r\n"
    let mailbox = try ServedMailbox(MadeMail.contents(1...3), quirks: quirks)
    try home.makeArchive()
    for auth in ["user", "plain"] {
      try home.configure(mailbox.account(others: "\"auth\": \"\(auth)\", "))
      let run = try home.run("check", "--trace")
      let text = run.output + run.errors
      #expect(
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" }, "\(auth)")
    }
  }
}

private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
