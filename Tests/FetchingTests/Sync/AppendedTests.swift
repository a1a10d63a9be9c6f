import DemoServer
import Fetching
import Settings
import TestServers
import Testing

/// New mail behind a mailbox that is otherwise as it was: only what is new is listed.
@Suite struct AppendedTests {
  private func start(_ messages: [ServedMessage]) throws -> FaultyServer { try QuirkServer.start(messages) }

  @Test(arguments: [RetentionRule.keep, RetentionRule(deleteAfter: 30 * QuirkServer.day)])
  func `new mail behind a mailbox as it was is listed alone`(_ rule: RetentionRule) async throws {
    let server = try start(Made.messages(1...50))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: rule)
    _ = try await bench.sync(account)
    let listings = server.listings
    for batch in [51...53, 54...54, 55...60] {
      server.server.add(Made.messages(batch))
      let report = try await bench.sync(account)
      #expect(report.problem == nil && report.fetched == batch.count)
      #expect(report.known == batch.lowerBound - 1 && report.listed == batch.upperBound)
    }
    #expect(server.listings == listings)
    #expect(try await bench.sync(account).fetched == 0)
    #expect(server.listings == listings)
    #expect(try Set(bench.stored()) == Made.contents(1...60))
    // Once a day all is listed, and everything is known.
    bench.advance(by: 90_000)
    let daily = try await bench.sync(account)
    #expect(daily.fetched == 0 && daily.known == 60 && server.listings == listings + 1)
  }

  @Test func `a poll of a server that is remembered says three things: six round trips in all`()
    async throws
  {
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
      C: STAT
      C: RETR 1
      C: STAT
      S: +OK 1 12
      S-: +OK\\r\\nA: b\\r\\n\\r\\nc\\r\\n.\\r\\n
      S: +OK 1 12
      C: QUIT
      S: +OK
      ! end
      S: +OK ready
      C: AUTH PLAIN *
      S: +OK
      C: CAPA
      C: STAT
      C: UIDL 1
      S-: +OK\\r\\nPIPELINING\\r\\n.\\r\\n
      S: +OK 1 12
      S: +OK 1 a
      C: QUIT
      S: +OK
      """)
    let bench = try Bench()
    let account = bench.account(port: server.port)
    #expect(try await bench.sync(account).fetched == 1)
    let poll = try await bench.sync(account)
    try server.finish()
    #expect(poll.problem == nil && poll.fetched == 0 && poll.known == 1)
  }

  @Test func `where more has changed than mail that came the whole mailbox is listed`() async throws {
    let server = try start(Made.messages(1...10))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    _ = try await bench.sync(account)
    let listings = server.listings
    // One in the middle is hidden, and others come: the octets no longer add up.
    server.change { $0.hidden = [Made.uid(4)] }
    server.server.add(Made.messages(11...13))
    let report = try await bench.sync(account)
    #expect(report.fetched == 3 && server.listings == listings + 1)
    #expect(try Set(bench.stored()) == Made.contents(1...13))
  }

  @Test func `a server that takes one command at a time lists all: that is two round trips`() async throws {
    let server = try QuirkServer.startSerial(Made.messages(1...10))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    _ = try await bench.sync(account)
    let listings = server.listings
    server.server.add(Made.messages(11...14))
    #expect(try await bench.sync(account).fetched == 4)
    #expect(server.listings == listings + 1)
  }

  @Test func `a policy that compares messages sees the whole mailbox before it deletes`() async throws {
    let server = try start(Made.messages(1...10))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(keepNewest: 10))
    _ = try await bench.sync(account)
    server.server.add(Made.messages(11...12))
    let report = try await bench.sync(account)
    #expect(report.fetched == 2 && report.deleted == 2)
    #expect(server.server.remaining().count == 10)
  }

  @Test func `mail like a message that is not listed again is stored for itself, what returns is not`()
    async throws
  {
    let server = try start(Made.messages(1...10))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    _ = try await bench.sync(account)
    let listings = server.listings
    server.server.add([ServedMessage(uid: Array("again".utf8), content: Made.content(7))])
    let report = try await bench.sync(account)
    #expect(report.fetched == 1 && report.duplicates == 0 && server.listings == listings)
    #expect(try bench.stored().count == 11)
  }

  @Test func `age counts for mail that was listed alone, too`() async throws {
    let server = try start(Made.messages(1...3))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 5 * QuirkServer.day))
    _ = try await bench.sync(account)
    bench.advance(by: QuirkServer.day / 2)
    server.server.add(Made.messages(4...5))
    #expect(try await bench.sync(account).fetched == 2)
    bench.advance(by: 5 * QuirkServer.day - QuirkServer.day / 2 + 60)
    #expect(try await bench.sync(account).deleted == 3)
    bench.advance(by: QuirkServer.day)
    #expect(try await bench.sync(account).deleted == 2)
    #expect(server.server.remaining().isEmpty)
  }
}
