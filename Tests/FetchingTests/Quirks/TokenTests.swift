import DemoServer
import Fetching
import Settings
import TestFiles
import TestServers
import Testing

/// Quirk 5: AUTH XOAUTH2 in two steps, and a refusal whose reason is base64 of JSON.
@Suite struct TokenTests {
  private func account(_ bench: Bench, _ port: UInt16, allowPlaintext: Bool = true) -> Account {
    var account = bench.account(port: port)
    account.auth = .xoauth2
    account.allowPlaintext = allowPlaintext
    return account
  }

  private func server() throws -> FaultyServer {
    var offer = Offer()
    (offer.user, offer.mechanisms) = (false, ["XOAUTH2"])
    return try QuirkServer.start(Made.messages(1...3), offer: offer)
  }

  @Test func `a token logs in by AUTH XOAUTH2 in two steps`() async throws {
    let server = try server()
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(account(bench, server.port))
    #expect(report.problem == nil && report.fetched == 3)
    // This server refuses an initial response, as others do.
    #expect(server.server.log.filter { $0.verb == "AUTH" }.map(\.argument) == ["XOAUTH2"])
    #expect(server.count("USER") == 0 && server.count("PASS") == 0)
  }

  @Test func `a refused token is told with what the server's JSON said, and tried once`() async throws {
    let server = try server()
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(account(bench, server.port), password: "ya29.stale")
    #expect(report.error?.kind == .loginRefused && report.error?.isTemporary == false)
    let sentence = report.error.map { "\($0)" } ?? ""
    #expect(sentence.contains("status 401, scope https://mail.example.org/"))
    #expect(sentence.contains("fresh"))
    #expect(!sentence.contains("ya29.stale"))
    #expect(server.server.counts.refusedLogIns == 1)
    #expect(server.count("AUTH") == 1)
  }

  @Test(arguments: [
    "eyJzdGF0dXMiOiI0MDEi", "bm8gSlNPTg==", "", "no base64", "G1szMW0=",
    String(repeating: "eyJz", count: 3_000),
  ])
  func `a refusal whose reason cannot be read is a refusal all the same`(_ reason: String) async throws {
    let server = try ScriptedServer(
      """
      S: +OK ready
      C: CAPA
      S-: +OK\\r\\nSASL XOAUTH2\\r\\n.\\r\\n
      C: AUTH XOAUTH2
      S: +
      C: dXNlcj1hbGljZQFhdXRoPUJlYXJlciBzZWNyZXQBAQ==
      S: + \(reason)
      C:\u{20}
      S: -ERR [AUTH] authentication failed
      ! end
      """)
    let bench = try Bench()
    let report = try await bench.sync(account(bench, server.port))
    #expect(report.error?.kind == .loginRefused)
    let sentence = report.error.map { "\($0)" } ?? ""
    #expect(sentence.contains("authentication failed") && !sentence.contains("\u{1b}"))
    #expect(
      server.received == [["CAPA", "AUTH XOAUTH2", "dXNlcj1hbGljZQFhdXRoPUJlYXJlciBzZWNyZXQBAQ==", ""]])
  }

  @Test func `no token goes over a line without encryption unless the user wrote so`() async throws {
    let server = try server()
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(account(bench, server.port, allowPlaintext: false))
    #expect(report.error?.kind == .configuration)
    #expect(server.count("AUTH") == 0)
  }
}
