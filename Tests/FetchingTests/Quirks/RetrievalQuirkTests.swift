import DemoServer
import Fetching
import Settings
import TestFiles
import TestServers
import Testing

/// Quirks 24 to 29, 31: what comes between RETR and its end.
@Suite struct RetrievalQuirkTests {
  /// One message whose reply to RETR is these octets, as they are.
  private func sync(raw reply: [UInt8], octets: Int64 = 40) async throws -> (AccountReport, [[UInt8]]) {
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("RETR") { _ in .reply(reply) }
    let server = try QuirkServer.start(
      [ServedMessage(uid: Made.uid(1), octets: octets) { _ in }], quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    return (report, try bench.stored())
  }

  @Test func `long lines, NUL, lone CR and LF, 8-bit, no header, no octet at all: byte for byte`()
    async throws
  {
    let head = Array("Subject: odd\r\n\r\n".utf8)
    let lines = [8_192, 65_536, 1 << 20, 3 << 20].map { head + Array(repeating: 97, count: $0) + [13, 10] }
    let odd = [
      "a\u{0}b\r\n", "a\rb\r\n", "a\nb\r\n", "a\r\r\nb\r\n", "\r\r\r\n", "\n\n\n\r\n", ".\n.\r.\r\n",
    ]
    .map { head + Array($0.utf8) }
    let bare = [
      "no header at all\r\n", "\r\n", "\r\n\r\n", "Subject: header only\r\n", "", ".\r\n", "..\r\n",
    ]
    .map { Array($0.utf8) }
    let contents = lines + odd + bare + [head + Array(128...255) + [13, 10]]
    let server = try QuirkServer.start(
      contents.enumerated().map { ServedMessage(uid: Made.uid($0), content: $1) })
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true, proveByHash: true)))
    #expect(report.problem == nil && report.fetched == contents.count && report.deleted == contents.count)
    #expect(try Set(bench.stored()) == Set(contents))
    #expect(try bench.stored().count == contents.count)
  }

  @Test func `a dot alone before a bare LF does not end a message whose lines end with CRLF`() async throws {
    let (report, stored) = try await sync(raw: Array("+OK\r\nSubject: x\r\n\r\na\n.\nb\r\n.\r\n".utf8))
    #expect(report.problem == nil && report.fetched == 1)
    #expect(stored == [Array("Subject: x\r\n\r\na\n.\nb\r\n".utf8)])
  }

  @Test func `dots that the server forgot to stuff cost one dot, and no message`() async throws {
    let (report, stored) = try await sync(
      raw: Array("+OK\r\nSubject: x\r\n\r\n.hidden\r\n..two\r\n...\r\n.\r\n".utf8))
    #expect(report.problem == nil && report.fetched == 1)
    #expect(stored == [Array("Subject: x\r\n\r\nhidden\r\n.two\r\n..\r\n".utf8)])
  }

  @Test func `a message whose last line has no end is stored with the one that every reply has`() async throws
  {
    let contents = ["Subject: x\r\n\r\nno end", "Subject: y", "a\r\n.b"].map { Array($0.utf8) }
    let server = try QuirkServer.start(
      contents.enumerated().map { ServedMessage(uid: Made.uid($0), content: $1) })
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)))
    #expect(report.problem == nil && report.fetched == 3 && report.deleted == 3)
    #expect(try Set(bench.stored()) == Set(contents.map { $0 + [13, 10] }))
  }

  @Test func `an extra blank line at the end of every message is stored as sent`() async throws {
    let contents = (1...3).map { Made.content($0) }
    let server = try QuirkServer.start(
      contents.enumerated().map { index, content in
        ServedMessage(uid: Made.uid(index), octets: Int64(content.count)) {
          try $0((content + [13, 10]).span.bytes)
        }
      })
    defer { server.stop() }
    let bench = try Bench()
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 3)
    #expect(try Set(bench.stored()) == Set(contents.map { $0 + [13, 10] }))
    bench.advance(by: QuirkServer.day)
    let again = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 10)))
    #expect(again.fetched == 0 && again.deleted == 3)
  }

  @Test(arguments: [true, false], ["text.\r\n", "text\r\n", "text", "text\r\n."])
  func `a message without its end is set aside after a silence, and no other is taken for it`(
    _ pipelines: Bool, _ last: String
  )
    async throws
  {
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("RETR") { request in
      request.argument == "2" ? .reply(Array("+OK\r\nSubject: x\r\n\r\n\(last)".utf8)) : nil
    }
    var offer = Offer()
    offer.pipelining = pipelines
    let server = try QuirkServer.start((1...4).map { Made.message($0, size: 18 * $0) }, quirks, offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(
      port: server.port, onServer: RetentionRule(delete: true), timeout: .milliseconds(500))
    let report = try await bench.sync(account)
    #expect(report.fetched == 3 && report.setAside.map(\.uid) == ["uid-2"])
    #expect(report.problem?.kind == .tryAgain && report.problem?.isTemporary == true)
    #expect(try Set(bench.stored()) == Set([1, 3, 4].map { Made.content($0, size: 18 * $0) }))
    #expect(server.server.remaining() == [Made.uid(2)])
    server.change { $0.verdict = nil }
    bench.advance(by: QuirkServer.day)
    let mended = try await bench.sync(account)
    #expect(mended.problem == nil && mended.fetched == 1 && mended.deleted == 1)
    #expect(try Set(bench.stored()) == Set((1...4).map { Made.content($0, size: 18 * $0) }))
  }

  @Test(arguments: [Ending.close, .drop, .reset], [1, 2, 3, 4, 5, 6, 7])
  func `a line cut just before the end of a message over TLS stores nothing of it, and it comes again`(
    _ ending: Ending, _ missing: Int
  ) async throws {
    let authority = try TestAuthority()
    let message = Made.message(2)
    let reply = "+OK \(message.octets) octets\r\n".utf8.count + Int(message.octets) + 1 + ".\r\n".utf8.count
    var quirks = Quirks()
    quirks.cuts = [
      .init(.inMessage(Made.uid(2), afterOctets: reply - missing), ending: ending, connection: 1)
    ]
    let server = try FaultyServer.start(
      messages: Made.messages(1...3), quirks: quirks, security: .implicit(try authority.identity()))
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(
        port: server.port, tls: .implicit, caFile: authority.file, onServer: RetentionRule(delete: true)))
    #expect(report.problem == nil && report.fetched == 3 && report.deleted == 3)
    #expect(server.server.counts.retrieved > 3)
    #expect(try Set(bench.stored()) == Made.contents(1...3))
    #expect(try bench.stored().count == 3)
    #expect(try bench.hasNoLeftovers())
  }

  @Test func `an endless message is stopped at the ceiling and set aside, the others are fetched`()
    async throws
  {
    let endless = ServedMessage(uid: Made.uid(2), octets: 300) { sink in
      let piece = Array("Subject: without end\r\n".utf8)
      while true { try sink(piece.span.bytes) }
    }
    let server = try QuirkServer.start([Made.message(1), endless, Made.message(3)])
    defer { server.stop() }
    let bench = try Bench()
    var account = bench.account(port: server.port, onServer: RetentionRule(delete: true))
    account.maxMessageSize = 100_000
    let report = try await bench.sync(account)
    #expect(report.fetched == 2 && report.setAside.map(\.uid) == ["uid-2"])
    #expect(report.setAside.first?.reason.contains("larger than") == true)
    #expect(report.problem?.kind == .tryAgain)
    #expect(server.server.remaining() == [Made.uid(2)])
    #expect(try Set(bench.stored()) == [Made.content(1), Made.content(3)])
    #expect(try bench.hasNoLeftovers())
  }
}
