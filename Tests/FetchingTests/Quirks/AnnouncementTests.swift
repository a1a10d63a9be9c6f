import DemoServer
import Fetching
import Settings
import TestFiles
import TestServers
import Testing

/// Quirks 1, 2, 6, 7, 9, 10: what servers announce, how they greet, and how they let nobody in.
@Suite struct AnnouncementTests {
  @Test func `what is announced only after log-in counts: commands are sent together`() async throws {
    let server = try ScriptedServer(
      """
      S: +OK ready
      C: CAPA
      S: +OK
      S: USER
      S: .
      C: USER alice
      S: +OK
      C: PASS secret
      S: +OK
      C: CAPA
      S: +OK
      S: PIPELINING
      S: UIDL
      S: .
      C: STAT
      S: +OK 2 40
      C: LIST
      S-: +OK\\r\\n1 20\\r\\n2 20\\r\\n.\\r\\n
      C: UIDL
      S-: +OK\\r\\n1 a\\r\\n2 b\\r\\n.\\r\\n
      C: STAT
      C*2: RETR {n}
      C: STAT
      S: +OK 2 40
      S-*2: +OK\\r\\nSubject: {n} here\\r\\n\\r\\n.\\r\\n
      S: +OK 2 40
      C: QUIT
      S: +OK
      """)
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    try server.finish()
    #expect(report.error == nil && report.fetched == 2)
  }

  @Test func `what is announced before log-in and no more after it no longer counts`() async throws {
    // Commands sent together would find only the first of them answered.
    let server = try ScriptedServer(
      """
      S: +OK ready
      C: CAPA
      S-: +OK\\r\\nUSER\\r\\nPIPELINING\\r\\nUIDL\\r\\nTOP\\r\\n.\\r\\n
      C: USER alice
      S: +OK
      C: PASS secret
      S: +OK
      C: CAPA
      S-: +OK\\r\\nUIDL\\r\\n.\\r\\n
      C: STAT
      S: +OK 2 40
      C: LIST
      S-: +OK\\r\\n1 20\\r\\n2 20\\r\\n.\\r\\n
      C: UIDL
      S-: +OK\\r\\n1 a\\r\\n2 b\\r\\n.\\r\\n
      C: STAT
      S: +OK 2 40
      C: RETR 1
      S-: +OK\\r\\nSubject: 1 here\\r\\n\\r\\n.\\r\\n
      C: RETR 2
      S-: +OK\\r\\nSubject: 2 here\\r\\n\\r\\n.\\r\\n
      C: STAT
      S: +OK 2 40
      C: QUIT
      S: +OK
      """)
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    try server.finish()
    #expect(report.error == nil && report.fetched == 2)
  }

  @Test func `EXPIRE 0 is warned of, and the run goes on`() async throws {
    var offer = Offer()
    offer.expire = "0"
    let server = try QuirkServer.start(Made.messages(1...2), offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.error == nil && report.problem == nil && report.fetched == 2)
    #expect(report.warnings.contains { $0.contains("EXPIRE 0") })
  }

  @Test func `LOGIN-DELAY: a run that comes too soon says when to try again and asks the server nothing`()
    async throws
  {
    var offer = Offer()
    offer.loginDelay = 300
    let server = try QuirkServer.start(Made.messages(1...2), offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    #expect(try await bench.sync(account).fetched == 2)
    let connections = server.server.counts.connections
    bench.advance(by: 100)
    for _ in 1...3 {
      let early = try await bench.sync(account)
      #expect(early.error?.kind == .tryAgain && early.error?.isTemporary == true)
      // 1,790,000,000 is 14:13:20 UTC.
      #expect(early.error?.message.contains("300 seconds") == true)
      #expect(early.error?.message.contains("14:18:20 UTC") == true, "\(early.error?.message ?? "")")
    }
    #expect(server.server.counts.connections == connections)
    bench.advance(by: 200)
    #expect(try await bench.sync(account).error == nil)
    // A clock that was set back bars nobody.
    bench.advance(by: -7_200)
    #expect(try await bench.sync(account).error == nil)
  }

  @Test func `a LOGIN-DELAY beyond a day is not taken at its word, and one that is withdrawn ends`()
    async throws
  {
    let announced = Announced("LOGIN-DELAY 4294967295\r\n")
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("CAPA") { _ in announced.capabilities }
    let server = try QuirkServer.start(Made.messages(1...1), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    #expect(try await bench.sync(account).error == nil)
    #expect(try await bench.sync(account).error?.kind == .tryAgain)
    announced.set("")
    bench.advance(by: QuirkServer.day)
    #expect(try await bench.sync(account).error == nil)
    #expect(try await bench.sync(account).error == nil)
  }

  @Test(arguments: [Quirks.CapabilityReply.hangs, .dropsTheLine])
  func `CAPA that hangs or drops the line is left out from then on`(_ reply: Quirks.CapabilityReply)
    async throws
  {
    var quirks = Quirks()
    quirks.capabilityReply = reply
    let server = try QuirkServer.start(Made.messages(1...3), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, timeout: .milliseconds(700))
    let report = try await bench.sync(account)
    #expect(report.error == nil && report.fetched == 3)
    #expect(try await bench.sync(account).error == nil)
    #expect(server.count("CAPA") == 1)
  }

  @Test func `a server without CAPA is served command by command`() async throws {
    var offer = Offer()
    offer.capabilities = false
    let server = try QuirkServer.start(Made.messages(1...3), offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.error == nil && report.fetched == 3)
  }

  @Test(arguments: ["+OK ", "+OK", "+", "+ "])
  func `a challenge may be an OK or a bare plus, and the sync goes on`(_ challenge: String) async throws {
    let server = try ScriptedServer(
      """
      S: +OK ready
      C: CAPA
      S-: +OK\\r\\nSASL PLAIN\\r\\n.\\r\\n
      C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
      S: -ERR what?
      C: AUTH PLAIN
      S: \(challenge)
      C: AGFsaWNlAHNlY3JldA==
      S: +OK
      C: CAPA
      S: -ERR
      C: STAT
      S: +OK 0 0
      C: QUIT
      S: +OK
      """)
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    try server.finish()
    #expect(report.error == nil && report.listed == 0)
  }

  @Test(
    arguments: [
      ("[IN-USE] locked", .tryAgain, true), ("[in-use] locked", .tryAgain, true),
      ("[SYS/TEMP] wait", .tryAgain, true), ("[Login-Delay] wait", .tryAgain, true),
      ("[SYS/PERM] gone", .unavailable, false), ("[AUTH] no", .loginRefused, false),
      ("[OTHER] no", .loginRefused, false), ("no such luck", .loginRefused, false),
      ("", .loginRefused, false),
    ] as [(String, Problem.Class, Bool)])
  func `a refused log-in has the class of its code, in any case`(
    _ words: String, _ kind: Problem.Class, _ isTemporary: Bool
  ) async throws {
    var quirks = Quirks()
    quirks.verdict = QuirkServer.onLogIn("-ERR \(words)")
    let server = try QuirkServer.start(Made.messages(1...1), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.error?.kind == kind && report.error?.isTemporary == isTemporary)
    #expect(report.error?.message.contains(words) == true)
    #expect([75: true, 77: false, 69: false][report.error?.kind.exitCode] == isTemporary)
    // Only a refusal without a code is tried once more.
    #expect(server.server.counts.connections == 1)
    let logIns = ["APOP", "AUTH", "PASS"].reduce(0) { $0 + server.count($1) }
    #expect(logIns == (words.hasPrefix("[") ? 1 : 2))
  }

  @Test(
    arguments: [
      ("S: +ERR hello", .protocolOrTLS), ("S: * OK IMAP4rev1", .protocolOrTLS), ("S: ", .protocolOrTLS),
      ("S: -ERR too many connections", .unavailable), ("S: -ERR [SYS/TEMP] busy", .tryAgain),
      ("! pieces 1\n! stall", .unavailable), ("S-: +O\n! stall", .unavailable), ("! close", .unavailable),
      ("! reset", .unavailable),
    ] as [(String, Problem.Class)])
  func `a greeting that is none ends the run with a class, and sends no secret`(
    _ greeting: String, _ kind: Problem.Class
  ) async throws {
    // What begins the session may be tried again in a new one.
    let connection = greeting.contains("!") ? greeting : "\(greeting)\n! end"
    let server = try ScriptedServer(Array(repeating: connection, count: 3).joined(separator: "\n"))
    let bench = try Bench()
    let patience: Duration = greeting.contains("stall") ? .milliseconds(200) : .seconds(3)
    let report = try await bench.sync(bench.account(port: server.port, timeout: patience))
    #expect(report.error?.kind == kind, "\(report.error.map { "\($0)" } ?? "none")")
    #expect(server.received.joined().isEmpty)
  }

  @Test func `STLS that is not offered sends no secret`() async throws {
    let server = try QuirkServer.start(Made.messages(1...1))
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port, tls: .starttls))
    #expect(report.error?.kind == .protocolOrTLS && report.error?.isTemporary == false)
    #expect(server.server.log.allSatisfy { ["CAPA", "QUIT", "STLS"].contains($0.verb) })
  }

  @Test func `octets sent along with the answer to STLS end the run before anything secret`() async throws {
    let server = try ScriptedServer(
      """
      S: +OK ready
      C: CAPA
      S-: +OK\\r\\nSTLS\\r\\nUSER\\r\\n.\\r\\n
      C: STLS
      S-: +OK begin\\r\\n+OK already in\\r\\n
      ! end
      """)
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port, tls: .starttls))
    #expect(report.error?.kind == .protocolOrTLS)
    #expect(server.received == [["CAPA", "STLS"]])
  }
}
