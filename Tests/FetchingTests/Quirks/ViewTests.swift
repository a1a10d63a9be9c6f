import DemoServer
import Fetching
import Maildir
import Settings
import TestFiles
import TestServers
import Testing

/// Quirks 3, 4, 11, 12, 13: servers that show a part of the mailbox, or stop in the middle.
@Suite struct ViewTests {
  @Test func `a recent view that shows the last days again and again brings nothing twice`() async throws {
    let server = try QuirkServer.start(Made.messages(1...30))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    #expect(try await bench.sync(account).fetched == 30)
    for first in [20, 10, 1, 25, 5] {
      server.change { $0.hidden = Set((1..<first).map(Made.uid)) }
      bench.advance(by: QuirkServer.day)
      let report = try await bench.sync(account)
      #expect(report.error == nil && report.fetched == 0 && report.duplicates == 0, "from \(first)")
    }
    server.server.add(Made.messages(31...33))
    #expect(try await bench.sync(account).fetched == 3)
    #expect(server.server.counts.retrieved == 33)
    #expect(try bench.stored().count == 33)
    #expect(try Set(bench.stored()) == Made.contents(1...33))
  }

  @Test func `messages that a windowed server stops listing are kept, and known when they come again`()
    async throws
  {
    var quirks = Quirks()
    quirks.window = 100
    let server = try QuirkServer.start(Made.messages(1...220), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    let first = try await bench.sync(account)
    #expect(first.error == nil && first.fetched == 220)
    server.change { $0.window = nil }
    let second = try await bench.sync(account)
    #expect(second.error == nil && second.fetched == 0 && second.known == 220)
    #expect(try bench.stored().count == 220)
  }

  @Test func `hosts behind one name with different views: nothing twice, nothing deleted that is unproved`()
    async throws
  {
    let server = try QuirkServer.start(Made.messages(1...15))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port)
    let views = [Set((11...15).map(Made.uid)), Set((1...5).map(Made.uid)), Set((1...15).map(Made.uid))]
    for round in 0..<7 {
      server.change { $0.hidden = views[round % 3] }
      bench.advance(by: 60)
      let report = try await bench.sync(account)
      #expect(report.error == nil && report.deleted == 0 && report.duplicates == 0)
    }
    #expect(server.server.counts.retrieved == 15)
    #expect(try Set(bench.stored()) == Made.contents(1...15))
    #expect(try bench.stored().count == 15)
    // Age is counted from when a message was safe here, not from when a host showed it again.
    server.change { $0.hidden = [] }
    bench.advance(by: 10)
    let early = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: QuirkServer.day)))
    // Where mail may be deleted, what comes back is read again before it is believed.
    #expect(early.deleted == 0 && early.duplicates == early.fetched)
    #expect(try bench.stored().count == 15)
    bench.advance(by: QuirkServer.day)
    let late = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: QuirkServer.day)))
    #expect(late.deleted == 15 && late.fetched == 0)
  }

  @Test func `a limit of log-ins in the middle of a run keeps what is committed and is no bad password`()
    async throws
  {
    var quirks = Quirks()
    quirks.logInLimit = 1
    quirks.cuts = [.init(.inMessage(Made.uid(7), afterOctets: 60), connection: 1)]
    let server = try QuirkServer.start(Made.messages(1...10), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let limited = try await bench.sync(bench.account(port: server.port))
    #expect(limited.fetched == 6)
    #expect(limited.error?.kind == .tryAgain && limited.error?.isTemporary == true)
    #expect(limited.error?.message.contains("Download exceed") == true)
    server.change { $0.logInLimit = nil }
    let rest = try await bench.sync(bench.account(port: server.port))
    #expect(rest.error == nil && rest.fetched == 4 && rest.known == 6)
    #expect(try Set(bench.stored()) == Made.contents(1...10))
    #expect(try bench.stored().count == 10)
  }

  @Test(
    arguments: [
      (1, 60, "[LOGIN-DELAY] minimum time between log-ins"), (3, 900, "[SYS/TEMP] too many log-ins"),
    ]
      as [(Int, Int64, String)])
  func `a server that lets in so often and no more is asked again later, and nothing comes twice`(
    _ times: Int, _ period: Int64, _ words: String
  ) async throws {
    let bench = try Bench()
    let logIns = LogInBook(times: times, period: period)
    var quirks = Quirks()
    quirks.verdict = { request in
      guard ["APOP", "AUTH", "PASS"].contains(request.verb), !logIns.admits(bench.now) else { return nil }
      return .reply(Array("-ERR \(words)\r\n".utf8))
    }
    let server = try QuirkServer.startSerial(Made.messages(1...2), quirks)
    defer { server.stop() }
    let account = bench.account(port: server.port)
    for run in 1...times {
      let report = try await bench.sync(account)
      #expect(report.error == nil && report.fetched == (run == 1 ? 2 : 0))
    }
    // One that tells LOGIN-DELAY is not asked a second time too soon.
    let isLearned = words.contains("LOGIN-DELAY")
    for attempt in 1...2 {
      bench.advance(by: period / 3)
      let before = server.server.counts.connections
      let early = try await bench.sync(account)
      #expect(early.error?.kind == .tryAgain && early.error?.isTemporary == true)
      let words = isLearned && attempt == 2 ? "wants 60 seconds between log-ins" : words
      #expect(early.error?.message.contains(words) == true)
      #expect((server.server.counts.connections == before) == (isLearned && attempt == 2))
    }
    server.server.add(Made.messages(3...3))
    bench.advance(by: period)
    let later = try await bench.sync(account)
    #expect(later.problem == nil && later.fetched == 1)
    #expect(server.server.counts.retrieved == 3)
  }

  @Test(arguments: [Ending.close, .drop, .reset])
  func `a server that logs out while the disk is slow is asked anew, and no deletion is lost`(
    _ ending: Ending
  ) async throws {
    // While the first batch is being made durable, the server's patience with its session ends.
    let isLoggedOut = SharedCount(0)
    var quirks = Quirks()
    quirks.verdict = { request in
      request.connection == 1 && request.verb == "DELE" && isLoggedOut.take() ? .end(ending) : nil
    }
    let server = try QuirkServer.startSerial(Made.messages(1...12), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let calls = FileCalls { call in
      if call.operation == .rename { isLoggedOut.allow(1_000) }
    }
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)), calls: calls)
    #expect(report.problem == nil && report.fetched == 12 && report.deleted == 12)
    #expect(server.server.counts.connections > 1)
    #expect(server.server.counts.retrieved == 12)
    #expect(server.server.remaining().isEmpty)
    #expect(try Set(bench.stored()) == Made.contents(1...12))
    #expect(try bench.stored().count == 12)
  }

  @Test func `a download quota ends the asking after some refusals, and the rest comes another day`()
    async throws
  {
    let left = SharedCount(5)
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("RETR") { _ in
      left.take() ? nil : .reply(Array("-ERR Download exceed\r\n".utf8))
    }
    let server = try QuirkServer.startSerial(Made.messages(1...300), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let limited = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)))
    #expect(limited.fetched == 5 && limited.deleted == 5 && limited.setAside.count == 100)
    #expect(limited.problem?.kind == .tryAgain && limited.problem?.isTemporary == true)
    #expect(limited.warnings.contains { $0.contains("Download exceed") })
    #expect(server.count("RETR") == 106)
    left.allow(1_000)
    bench.advance(by: 2 * QuirkServer.day)
    let rest = try await bench.sync(bench.account(port: server.port))
    #expect(rest.problem == nil && rest.fetched == 295)
    #expect(try Set(bench.stored()) == Made.contents(1...300))
    #expect(try bench.stored().count == 300)
  }

  @Test(arguments: [16, 30], [true, false])
  func `sessions that end after some commands: all deletions get through, some at a time`(
    _ limit: Int, _ pipelines: Bool
  ) async throws {
    var quirks = Quirks()
    quirks.commandLimit = limit
    var offer = Offer()
    offer.pipelining = pipelines
    let server = try QuirkServer.start(Made.messages(1...40), quirks, offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)))
    #expect(report.error == nil && report.deleted == 40 && report.setAside.isEmpty)
    #expect(server.server.remaining().isEmpty)
    #expect(try Set(bench.stored()) == Made.contents(1...40))
    #expect(try bench.stored().count == 40)
  }

  @Test func `sessions that end after some commands: proofs and deletions of earlier mail fit in, too`()
    async throws
  {
    let server = try QuirkServer.startSerial(Made.messages(1...40))
    defer { server.stop() }
    let bench = try Bench()
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 40)
    server.change { $0.commandLimit = 24 }
    bench.advance(by: 100)
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 50)))
    #expect(report.error == nil && report.deleted == 40 && report.fetched == 0)
    #expect(server.server.remaining().isEmpty)
  }

  @Test func `a mailbox that is shown empty once is known again the next time`() async throws {
    let server = try QuirkServer.start(Made.messages(1...20))
    defer { server.stop() }
    let bench = try Bench()
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 20)
    server.change { $0.hidden = Set((1...20).map(Made.uid)) }
    #expect(try await bench.sync(bench.account(port: server.port)).problem == nil)
    server.change { $0.hidden = [] }
    let back = try await bench.sync(bench.account(port: server.port))
    #expect(back.problem == nil && back.fetched == 0 && back.known == 20)
    bench.advance(by: 100)
    let due = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 50)))
    #expect(due.deleted == 20 && server.server.counts.retrieved == 20)
  }
}
