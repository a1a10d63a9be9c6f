import Glibc
import TestFiles
import TestServers
import Testing

/// `popkeep login` and what follows, against a real authorization server and a real mail server that asks it.
@Suite(
  .enabled(if: AuthorizationServer.isExpected && DovecotServer.isExpected, "Glewlwyd or Dovecot is missing"),
  .waiting)
struct LoginTests {
  private let bench: TokenBench
  private var home: UserHome { bench.home }

  init() throws { bench = try TokenBench() }

  @Test(arguments: ["xoauth2", "oauthbearer", nil])
  func `after a log-in in the browser, fetch gets the mail with a token`(auth: String?) throws {
    try bench.configure(auth: auth)
    let logIn = try bench.logIn().succeeds()
    #expect(
      logIn.outputLines == [
        "127.0.0.1 lets popkeep in as alice: the token is valid for 60 min and renews itself.",
        "Next: popkeep fetch home",
      ])
    #expect(logIn.errors.contains(bench.server.authorizationEndpoint))
    let page = String(decoding: try readFile(bench.server.folder("page")), as: UTF8.self)
    #expect(page.contains("You can close this window"))
    let fetch = try home.run("fetch").succeeds()
    #expect(try home.files().count == 2)
    let check = try home.run("check", "--trace").succeeds()
    #expect(check.output.contains("a token of 127.0.0.1, valid for "))
    try bench.expectNoSecret(logIn, fetch, check)
  }

  @Test func `a code that is typed on another machine logs in`() throws {
    let command = try home.start(["login", "--device"])
    try Awaited.until("the code") { try command.errors().contains("popkeep waits") }
    let line = try #require(
      try command.errors().split(separator: "\n").first { $0.contains("type the code") })
    try bench.server.allow(String(try #require(line.split(separator: " ").last)))
    let logIn = try command.finish().succeeds()
    #expect(logIn.errors.contains("On any machine, open"))
    try home.run("fetch").succeeds()
    #expect(try home.files().count == 2)
    try bench.expectNoSecret(logIn)
  }

  @Test func `an address that was pasted on the terminal logs in`() throws {
    let terminal = try Terminal()
    let command = try home.start(["login", "home", "--paste"], terminal: terminal.path)
    try terminal.read(until: "or the code: ")
    let errors = try command.errors()
    let address = try #require(errors.split(separator: "\n").first { $0.hasPrefix("  http") })
    try terminal.type(try bench.server.endOfBrowsing(String(address.drop { $0 == " " })) + "\n")
    let logIn = try command.finish().succeeds()
    try home.run("fetch").succeeds()
    #expect(try home.files().count == 2)
    try bench.expectNoSecret(logIn)
  }

  @Test func `an access token that ends before its time is renewed without a word`() throws {
    try bench.logIn().succeeds()
    try home.run("fetch").succeeds()
    let first = try bench.kept("refreshToken")
    try bench.server.endAccessTokens()
    try bench.dovecot.deliver(Array("Subject: late\r\n\r\nx\r\n".utf8), name: "1800000000.late")
    let fetch = try home.run("fetch", "--quiet").succeeds()
    #expect(fetch.errors.isEmpty, "\(fetch)")
    #expect(try home.files().count == 3)
    #expect(try bench.kept("refreshToken") != first)
    #expect(try bench.server.refreshTokens() == (good: 1, spent: 1))
    try bench.server.endAccessTokens()
    let check = try home.run("check").succeeds()
    #expect(check.output.contains("the one before was refused"))
    try bench.expectNoSecret(fetch, check)
  }

  @Test
  func `a log-in that the provider has ended is told with the command that helps, and a new one mends it`()
    throws
  {
    try bench.logIn().succeeds()
    try bench.server.endLogIn()
    let fetch = try home.run("fetch")
    fetch.fails(77, "127.0.0.1 takes the refresh token no more", "Run 'popkeep login home'.")
    let check = try home.run("check")
    #expect(check.status == 77)
    #expect(check.output.contains("Run 'popkeep login home'."))
    try bench.expectNoSecret(fetch, check)
    try bench.logIn().succeeds()
    try home.run("fetch").succeeds()
    #expect(try home.files().count == 2)
  }

  @Test func `before the first log-in, fetch and check say which command is missing`() throws {
    try home.makeArchive()
    try home.run("fetch").fails(
      77, "The account has no tokens of 127.0.0.1 yet.", "Run 'popkeep login home'.")
    let check = try home.run("check")
    #expect(check.status == 77)
    #expect(check.output.contains("Run 'popkeep login home'."))
  }

  @Test func `without a terminal, a display or a code, login says what it needs`() throws {
    try bench.configure(
      oauth: """
        "clientId": "\(bench.server.clientID)", "authorizationEndpoint": "\(bench.server.authorizationEndpoint)",
        "tokenEndpoint": "\(bench.server.tokenEndpoint)"
        """)
    try home.run("login").fails(78, "no terminal to paste on", "browser")
    try home.run("login", "--device").fails(78, "deviceEndpoint")
    try home.run("login", "work").fails(78, "work")
    #expect(try home.run("login", "--device", "--paste").status == 64)
  }
}
