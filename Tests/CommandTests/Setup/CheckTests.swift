import DemoServer
import FoundationEssentials
import Glibc
import TestFiles
import TestServers
import Testing

@Suite struct CheckTests {
  private let home: UserHome
  private let authority: TestAuthority

  init() throws {
    home = try UserHome()
    authority = try TestAuthority()
  }

  private static let stages = [
    "password", "resolve", "connect", "tls", "greeting", "capabilities", "mechanisms", "login", "logged in",
    "mailbox", "unique-ids", "sizes", "top", "pipelining", "disk", "clock",
  ]

  @Test func `check has a line a stage, and changes nothing`() throws {
    let mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account())
    try home.makeArchive()
    let run = try home.run("check").succeeds()
    let rows = run.outputLines.dropFirst().filter { $0.contains(" ms  ") }
    let names = rows.map { row in
      String(row.dropFirst(2).prefix(13)).split(separator: " ").joined(separator: " ")
    }
    #expect(names == Self.stages)
    // A certificate that is made for a day, and a machine whose clock nobody keeps, are worth a word.
    let verdicts = rows.map { $0.dropFirst(15).split(separator: " ") }
    #expect(
      verdicts.allSatisfy { ["ok", "note"].contains($0[0]) && Int($0[1]) != nil && $0[2] == "ms" }, "\(run)")
    #expect(verdicts.count { $0[0] == "note" } <= 2, "\(run)")
    #expect(run.output.contains("3 messages"))
    #expect(run.errors == "")
    #expect(mailbox.remaining.count == 3)
    #expect(!mailbox.commands().contains { $0.hasPrefix("RETR") || $0.hasPrefix("DELE") })
    #expect(try home.files() == [])
  }

  @Test func `what is odd about a mailbox is said, with what popkeep does about it`() throws {
    let now = Int64(time(nil))
    let server = try ScriptedServer(
      """
      ! tls
      S: +OK Dovecot ready <17.\(now - 7200 * 3)@pop.example.org>
      C: CAPA
      S-: +OK\\r\\nUSER\\r\\nUIDL\\r\\nTOP\\r\\n.\\r\\n
      C: USER alice
      S: +OK
      C: PASS *
      S: +OK
      C: CAPA
      S-: +OK\\r\\nUSER\\r\\nPIPELINING\\r\\nEXPIRE 0\\r\\nLOGIN-DELAY 90\\r\\n.\\r\\n
      C: STAT
      S: +OK 5 900
      C: UIDL
      S-: +OK\\r\\n1 a\\r\\n2 a\\r\\n3\\r\\nno line\\r\\n4 b c\\r\\n.\\r\\n
      C: LIST
      S-: +OK\\r\\n1 100\\r\\n2 0\\r\\n3 -1\\r\\n4 30\\r\\n5 200\\r\\n.\\r\\n
      C: TOP 4 0
      S-: +OK\\r\\nSubject: a header that is longer than said\\r\\n\\r\\nand text\\r\\n.\\r\\n
      C: NOOP
      C: STAT
      C: NOOP
      C: STAT
      C: NOOP
      C: STAT
      S: +OK
      S: +OK 5 900
      ! close
      """, identity: try authority.identity())
    try home.makeArchive()
    try home.configure(
      AccountText(port: server.port, caFile: authority.file, others: "\"timeout\": \"2s\", "))
    let run = try home.run("check")
    for words in [
      "Dovecot: \"Dovecot ready", "The server's clock is 6 h behind this machine's",
      "EXPIRE 0: the server says", "LOGIN-DELAY 90: the server wants 90 s",
      "1 lines of UIDL make no sense", "1 unique-ids are empty", "1 unique-ids stand there twice",
      "1 unique-ids have blanks", "2 sizes are no numbers, or 0",
      "The sizes add up to 330 octets and STAT says 900", "TOP sends 10 octets of the text too",
      "The header alone has more octets than LIST says of the message (30).",
      "announced, and broken", "popkeep notices, and sends one at a time.",
    ] { #expect(run.output.contains(words), "\(words)\n\(run)") }
    run.succeeds()
  }

  @Test func `a server without UIDL and TOP is checked to the end`() throws {
    let server = try ScriptedServer(
      """
      ! tls
      S: +OK ready
      C: CAPA
      S: -ERR
      C: USER alice
      S: +OK
      C: PASS *
      S: +OK
      C: CAPA
      S: -ERR
      C: STAT
      S: +OK 1 100
      C: UIDL
      S: -ERR what?
      C: LIST
      S-: +OK\\r\\n1 100\\r\\n.\\r\\n
      C: TOP 1 0
      S: -ERR no
      C: QUIT
      S: +OK
      ! end
      """, identity: try authority.identity())
    try home.makeArchive()
    try home.configure(AccountText(port: server.port, caFile: authority.file))
    let run = try home.run("check").succeeds()
    for words in [
      "the server has no CAPA", "No unique-ids (UIDL)", "Without TOP", "not announced: one command",
    ] {
      #expect(run.output.contains(words), "\(words)\n\(run)")
    }
    try server.finish()
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
    #expect(stages.map { $0["stage"] } == Self.stages.map { .string($0) })
    #expect(
      stages.allSatisfy {
        $0.keys == ["stage", "seconds", "text", "details", "notes", "ok"] && $0["ok"] == .bool(true)
      })
    try home.writePassword(UserHome.wrongPassword)
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
