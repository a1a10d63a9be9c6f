import DemoServer
import Fetching
import Settings
import TestFiles
import TestServers
import Testing

/// Runs that are cut, refused or misled: nothing lost, nothing twice, nothing deleted too early.
@Suite struct FailureTests {
  private func server(_ messages: [ServedMessage], _ quirks: Quirks = Quirks(), offer: Offer = Offer()) throws
    -> FaultyServer
  {
    var offer = offer
    offer.plaintextBeforeTLS = true
    return try FaultyServer.start(messages: messages, quirks: quirks, offer: offer)
  }

  @Test func `a line cut in a message stores nothing of it, and the run goes on in a new session`()
    async throws
  {
    var quirks = Quirks()
    quirks.cuts = [.init(.inMessage(Made.uid(5), afterOctets: 60), connection: 1)]
    let server = try server(Made.messages(1...10), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.error == nil && report.fetched == 10 && report.setAside.isEmpty)
    #expect(try bench.stored().count == 10)
    #expect(try Set(bench.stored()) == Made.contents(1...10))
    #expect(try bench.hasNoLeftovers())
  }

  @Test func `a message that breaks every session is set aside, the others are fetched`() async throws {
    var quirks = Quirks()
    quirks.cuts = [.init(.inMessage(Made.uid(2), afterOctets: 60))]
    let server = try server(Made.messages(1...6), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.fetched == 5 && report.setAside.map(\.uid) == ["uid-2"] && report.error == nil)
    #expect(report.problem?.kind == .tryAgain)
    // It waits for its turn, and comes once the server has mended it.
    let waiting = try await bench.sync(bench.account(port: server.port))
    #expect(waiting.fetched == 0 && waiting.setAside.map(\.uid) == ["uid-2"])
    server.change { $0.cuts = [] }
    bench.advance(by: 7 * 86_400)
    let mended = try await bench.sync(bench.account(port: server.port))
    #expect(mended.fetched == 1 && mended.setAside.isEmpty && mended.problem == nil)
    #expect(try Set(bench.stored()) == Made.contents(1...6))
  }

  @Test func `a message the server refuses is set aside with its words, and is never deleted`() async throws {
    var quirks = Quirks()
    quirks.unreadable = [Made.uid(3)]
    let server = try server(Made.messages(1...5), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)))
    #expect(report.fetched == 4 && report.deleted == 4)
    #expect(report.setAside.map(\.uid) == ["uid-3"])
    #expect(report.setAside.first?.reason.contains("cannot read the message") == true)
    #expect(server.server.remaining() == [Made.uid(3)])
  }

  @Test func `a QUIT that is lost leaves deletions unknown, and the next run settles them`() async throws {
    var quirks = Quirks()
    quirks.quit = .lostBefore
    let server = try server(Made.messages(1...4), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let rule = RetentionRule(delete: true)
    let lost = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(lost.fetched == 4 && lost.deleted == 0)
    #expect(server.server.remaining().count == 4)
    server.change { $0.quit = .lostAfter }
    let after = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(after.fetched == 0 && server.server.remaining().isEmpty)
    server.change { $0.quit = .honest }
    let settled = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(settled.fetched == 0 && settled.error == nil)
    #expect(try bench.stored().count == 4)
  }

  @Test func `a QUIT that is refused leaves the messages pending`() async throws {
    var quirks = Quirks()
    quirks.quit = .refused
    let server = try server(Made.messages(1...2), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let rule = RetentionRule(delete: true)
    let refused = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(refused.deleted == 0 && refused.warnings.contains { $0.contains("not removed") })
    server.change { $0.quit = .honest }
    let next = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(next.deleted == 2 && next.fetched == 0)
  }

  @Test func `a server that ignores deletions is asked some times, then it is said and stopped`() async throws
  {
    var quirks = Quirks()
    quirks.deletion = .forgotten
    let server = try server(Made.messages(1...1), quirks)
    defer { server.stop() }
    let bench = try Bench()
    var warned = false
    for _ in 1...8 {
      let report = try await bench.sync(
        bench.account(port: server.port, onServer: RetentionRule(delete: true)))
      #expect(report.error == nil)
      warned = warned || report.warnings.contains { $0.contains("stops asking") }
    }
    #expect(warned)
    #expect(server.server.log.filter { $0.verb == "DELE" }.count == 5)
    #expect(try bench.stored().count == 1)
  }

  @Test func `a refused log-in is told as such, and one spurious refusal is got over`() async throws {
    var quirks = Quirks()
    quirks.spuriousRefusals = 1
    let server = try server(Made.messages(1...1), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.error == nil && report.fetched == 1)
    let wrong = try await bench.sync(bench.account(port: server.port), password: "wrong")
    #expect(wrong.error?.kind == .loginRefused)
    #expect(wrong.error?.isTemporary == false)
  }

  @Test func `CAPA that drops the line is left out the next time, in the same run`() async throws {
    var quirks = Quirks()
    quirks.capabilityReply = .dropsTheLine
    let server = try server(Made.messages(1...3), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.error == nil && report.fetched == 3)
    _ = try await bench.sync(bench.account(port: server.port))
    #expect(server.server.log.filter { $0.verb == "CAPA" }.count == 1)
  }

  @Test func `a server that loses pipelined commands is found out and gets one at a time`() async throws {
    var quirks = Quirks()
    quirks.losesPipelinedCommands = true
    let server = try server(Made.messages(1...8), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port, timeout: .milliseconds(500)))
    #expect(report.error == nil && report.fetched == 8)
    #expect(try Set(bench.stored()) == Made.contents(1...8))
  }

  @Test func `sessions that end after some commands are opened again until all is fetched`() async throws {
    var quirks = Quirks()
    quirks.commandLimit = 20
    var offer = Offer()
    offer.pipelining = false
    let server = try server(Made.messages(1...40), quirks, offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.error == nil && report.fetched == 40)
    #expect(try Set(bench.stored()) == Made.contents(1...40))
  }

  @Test func `without UIDL messages are known by their headers, and nothing is fetched twice`() async throws {
    var offer = Offer()
    offer.uidl = false
    var quirks = Quirks()
    quirks.replies["UIDL"] = "-ERR unknown command\r\n"
    let server = try server(Made.messages(1...6), quirks, offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(bench.account(port: server.port))
    #expect(first.fetched == 6 && first.warnings.contains { $0.contains("UIDL") })
    let second = try await bench.sync(bench.account(port: server.port))
    #expect(second.fetched == 0 && second.known == 6)
    #expect(server.server.counts.retrieved == 6)
  }

  @Test func `without UIDL and TOP content decides: fetched again, stored once`() async throws {
    var offer = Offer()
    (offer.uidl, offer.top) = (false, false)
    var quirks = Quirks()
    quirks.replies = ["UIDL": "-ERR unknown\r\n", "TOP": "-ERR unknown\r\n"]
    let server = try server(Made.messages(1...4), quirks, offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    let second = try await bench.sync(bench.account(port: server.port))
    #expect(second.fetched == 4 && second.duplicates == 4)
    #expect(try bench.stored().count == 4)
  }

  @Test func `sizes that LIST has wrong are no reason to fail`() async throws {
    var quirks = Quirks()
    quirks.listedOctets = { $0 / 1024 * 1024 }
    let server = try server(Made.messages(1...5), quirks)
    defer { server.stop() }
    let bench = try Bench()
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 5)
    // Another way to count: the same messages all the same.
    server.change { $0.listedOctets = { $0 + 1 } }
    let again = try await bench.sync(bench.account(port: server.port))
    #expect(again.fetched == 0 && again.known == 5)
  }

  @Test func `every reply in single octets comes to the same`() async throws {
    var quirks = Quirks()
    quirks.pieceSize = 1
    let server = try server(Made.messages(1...3), quirks)
    defer { server.stop() }
    let bench = try Bench()
    #expect(try await bench.sync(bench.account(port: server.port, timeout: .seconds(20))).fetched == 3)
    #expect(try Set(bench.stored()) == Made.contents(1...3))
  }

  @Test func `below the floor of free space nothing is fetched, and it is said`() async throws {
    let server = try server(Made.messages(1...3))
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)), minFree: .octets(.max))
    #expect(report.fetched == 0 && report.deleted == 0 && report.error?.kind == .disk)
    #expect(server.server.remaining().count == 3)
  }

  @Test func `a stop request keeps what has arrived and ends with QUIT`() async throws {
    let server = try server(Made.messages(1...20))
    defer { server.stop() }
    let bench = try Bench()
    let stop = StopRequest()
    stop.stop()
    let report = try await bench.sync(bench.account(port: server.port), stop: stop)
    #expect(report.error == nil && report.fetched < 20)
    #expect(server.server.log.last?.verb == "QUIT")
    let rest = try await bench.sync(bench.account(port: server.port))
    #expect(rest.fetched + report.fetched == 20)
  }

  @Test func `what a server was thought unable to do is tried again a day later`() async throws {
    var quirks = Quirks()
    quirks.capabilityReply = .dropsTheLine
    let server = try server(Made.messages(1...2), quirks)
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    server.change { $0.capabilityReply = .honest }
    _ = try await bench.sync(bench.account(port: server.port))
    let before = server.server.log.filter { $0.verb == "CAPA" }.count
    bench.advance(by: 90_000)
    for _ in 1...2 { #expect(try await bench.sync(bench.account(port: server.port)).error == nil) }
    // Before and after the log-in, then after it alone: the habit is forgotten, and what was announced is remembered.
    #expect(server.server.log.filter { $0.verb == "CAPA" }.count == before + 3)
  }

  @Test func `lines lost at QUIT are no fault of the server: it is asked as often as it takes`() async throws
  {
    var quirks = Quirks()
    quirks.quit = .lostBefore
    let server = try server(Made.messages(1...1), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let rule = RetentionRule(delete: true)
    for _ in 1...7 { _ = try await bench.sync(bench.account(port: server.port, onServer: rule)) }
    #expect(server.server.remaining().count == 1)
    server.change { $0.quit = .honest }
    let settled = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(settled.deleted == 1 && server.server.remaining().isEmpty)
  }

  @Test func `a server that refuses each DELE is asked some times, then it is said and stopped`() async throws
  {
    var quirks = Quirks()
    quirks.deletion = .refused
    let server = try server(Made.messages(1...1), quirks)
    defer { server.stop() }
    let bench = try Bench()
    var warnings: [String] = []
    for _ in 1...8 {
      warnings += try await bench.sync(
        bench.account(port: server.port, onServer: RetentionRule(delete: true))
      ).warnings
    }
    #expect(warnings.contains { $0.contains("refused to delete") })
    #expect(warnings.contains { $0.contains("stops asking") })
    #expect(server.server.log.filter { $0.verb == "DELE" }.count == 5)
  }
}
