import DemoServer
import Fetching
import Settings
import TestFiles
import TestServers
import Testing

/// Quirks 35, 36, 38: deletions that are refused, lost, or asked for by a wrong clock.
@Suite struct DeletionQuirkTests {
  @Test func `a DELE that is refused is said, stays pending, and is asked for again`() async throws {
    var quirks = Quirks()
    quirks.deletion = .refused
    let server = try QuirkServer.start(Made.messages(1...3), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(delete: true))
    for _ in 1...2 {
      let refused = try await bench.sync(account)
      #expect(refused.error == nil && refused.deleted == 0)
      #expect(refused.warnings.contains { $0.contains("cannot delete") })
    }
    server.change { $0.deletion = .honest }
    let next = try await bench.sync(account)
    #expect(next.error == nil && next.deleted == 3 && next.fetched == 0)
    #expect(server.server.remaining().isEmpty)
  }

  @Test func `of several messages only those whose DELE is refused stay`() async throws {
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("DELE") { request in
      request.argument == "2" ? .reply(Array("-ERR [SYS/TEMP] locked\r\n".utf8)) : nil
    }
    let server = try QuirkServer.start(Made.messages(1...4), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(delete: true))
    #expect(try await bench.sync(account).deleted == 3)
    #expect(server.server.remaining() == [Made.uid(2)])
    server.change { $0.verdict = nil }
    #expect(try await bench.sync(account).deleted == 1)
    #expect(server.server.counts.retrieved == 4)
  }

  @Test(arguments: [Ending.close, .drop, .reset])
  func `a line lost among deletions leaves all of them undone, and the same run asks anew`(_ ending: Ending)
    async throws
  {
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("DELE") { request in
      request.connection == 1 && request.argument == "5" ? .end(ending) : nil
    }
    let server = try QuirkServer.startSerial(Made.messages(1...8), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)))
    #expect(report.error == nil && report.fetched == 8 && report.deleted == 8)
    #expect(server.server.remaining().isEmpty)
    #expect(server.server.counts.retrieved == 8)
    #expect(try bench.stored().count == 8)
  }

  @Test func `ages count from when a message was safe here, whatever its date and whatever the clock did`()
    async throws
  {
    let dates = [
      "Date: Tue, 19 Jan 2038 03:14:08 +0000\r\n", "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n", "",
      "Date: yesterday\r\n", "Received: from x by y; Fri, 31 Dec 9999 23:59:59 +0000\r\n",
    ]
    let contents = dates.enumerated().map { Array("Subject: \($0)\r\n\($1)\r\ntext\r\n".utf8) }
    let server = try QuirkServer.start(
      contents.enumerated().map { ServedMessage(uid: Made.uid($0), content: $1) })
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(
      port: server.port, onServer: RetentionRule(deleteAfter: 30 * QuirkServer.day))
    #expect(try await bench.sync(account).fetched == dates.count)
    for step in [29 * QuirkServer.day, -3_000 * QuirkServer.day, 3_000 * QuirkServer.day] {
      bench.advance(by: step)
      let early = try await bench.sync(account)
      #expect(early.error == nil && early.deleted == 0)
    }
    bench.advance(by: QuirkServer.day)
    let due = try await bench.sync(account)
    #expect(due.error == nil && due.deleted == dates.count)
    #expect(try Set(bench.stored()) == Set(contents))
  }
}
