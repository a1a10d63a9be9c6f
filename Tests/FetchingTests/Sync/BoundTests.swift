import DemoServer
import Fetching
import Settings
import TestServers
import Testing

/// What one session holds is bounded, and what is beyond is for the next.
@Suite struct BoundTests {
  /// Room for some ten messages.
  private var narrow: SyncLimits {
    var limits = SyncLimits()
    limits.planOctets = 250
    limits.tickets = 7
    limits.changes = 5
    return limits
  }

  @Test func `more new mail than one plan holds comes in several sessions, each message once`() async throws {
    let server = try QuirkServer.start(Made.messages(1...95))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    let report = try await bench.sync(account, limits: narrow)
    #expect(report.problem == nil && report.fetched == 95 && report.duplicates == 0)
    #expect(server.count("QUIT") > 5)
    #expect(try bench.stored().count == 95)
    #expect(try Set(bench.stored()) == Made.contents(1...95))
    let again = try await bench.sync(account, limits: narrow)
    #expect(again.fetched == 0 && server.listings > 5)
  }

  @Test func `more deletions than one session holds go in several`() async throws {
    let server = try QuirkServer.start(Made.messages(1...40))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    let rule = RetentionRule(delete: true)
    let report = try await bench.sync(bench.account(port: server.port, onServer: rule), limits: narrow)
    #expect(report.problem == nil && report.deleted == 40)
    #expect(server.server.remaining().isEmpty)
    #expect(try bench.stored().count == 40)
  }

  @Test func `a renumbered mailbox that is larger than a plan brings no second copy`() async throws {
    let server = try QuirkServer.start(Made.messages(1...40))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    _ = try await bench.sync(account)
    server.change { $0.uidPrefix = Array("new-".utf8) }
    let report = try await bench.sync(account, limits: narrow)
    #expect(report.problem == nil)
    #expect(try bench.stored().count == 40)
    #expect(try await bench.sync(account, limits: narrow).fetched == 0)
    #expect(try bench.stored().count == 40)
  }

  @Test func `QUIT goes out with the last RETR, but not where something may be deleted`() async throws {
    for (rule, isTogether) in [(RetentionRule.keep, true), (RetentionRule(delete: true), false)] {
      let delete = rule.canDelete ? "C: DELE 1\nS: +OK\n" : ""
      let server = try ScriptedServer(
        """
        S: +OK ready
        C: CAPA
        S-: +OK\\r\\nSASL PLAIN\\r\\nPIPELINING\\r\\n.\\r\\n
        C: AUTH PLAIN *
        S: +OK
        C: CAPA
        C: STAT
        C: LIST
        C: UIDL
        S-: +OK\\r\\nPIPELINING\\r\\n.\\r\\n
        S: +OK 1 12
        S-: +OK\\r\\n1 12\\r\\n.\\r\\n
        S-: +OK\\r\\n1 a\\r\\n.\\r\\n
        C: RETR 1
        \(isTogether ? "C: QUIT\n" : "")S-: +OK\\r\\nA: b\\r\\n\\r\\nc\\r\\n.\\r\\n
        \(delete)\(isTogether ? "" : "C: QUIT\n")S: +OK
        """)
      let bench = try Bench()
      let report = try await bench.sync(bench.account(port: server.port, onServer: rule))
      try server.finish()
      #expect(report.error == nil && report.fetched == 1 && report.deleted == (isTogether ? 0 : 1))
    }
  }
}
