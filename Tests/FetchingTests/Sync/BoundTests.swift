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
    let account = bench.account(port: server.port, onServer: rule)
    #expect(try await bench.sync(account, mode: .dryRun, limits: narrow).wouldDelete.count == 40)
    let report = try await bench.sync(account, limits: narrow)
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
}
