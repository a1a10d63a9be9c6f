import DemoServer
import Fetching
import Settings
import Synchronization
import TestServers
import Testing

/// Answers that nobody asked for: each would be taken for the answer to the next command.
@Suite struct SurplusTests {
  /// What comes behind a regular answer, and behind that to which command.
  struct Surplus: Sendable, CustomStringConvertible {
    let verb: String
    let octets: String
    var description: String { "\(verb), \(octets.debugDescription)" }

    static let listings = [
      Surplus(verb: "UIDL", octets: "+OK\r\n.\r\n"),
      Surplus(verb: "UIDL", octets: "+OK\r\n"),
      Surplus(verb: "LIST", octets: "+OK 2 messages (600 octets)\r\n1 300\r\n2 300\r\n.\r\n"),
      Surplus(verb: "STAT", octets: "+OK\r\n.\r\n"),
    ]
  }

  private let lines = ["UIDL": ["1 uid-1", "2 uid-2"], "LIST": ["1 300", "2 300"]]

  private func start(_ surplus: Surplus, once: SharedCount, pipelines: Bool) throws -> FaultyServer {
    let lines = lines
    var quirks = Quirks()
    quirks.verdict = { request in
      guard request.verb == surplus.verb, request.argument.isEmpty, once.take() else { return nil }
      let regular = lines[request.verb].map(QuirkServer.listing) ?? "+OK 2 600\r\n"
      return .reply(Array((regular + surplus.octets).utf8))
    }
    var offer = Offer()
    offer.pipelining = pipelines
    return try QuirkServer.start(
      contents.enumerated().map { index, content in
        ServedMessage(uid: Made.uid(index + 1), content: content)
      }, quirks, offer: offer)
  }

  /// Two messages of 300 octets.
  private var contents: [[UInt8]] {
    (1...2).map { number in
      let head = Array("Subject: \(number)\r\n\r\n".utf8)
      return head + Array(repeating: 97, count: 298 - head.count) + [13, 10]
    }
  }

  @Test(arguments: Surplus.listings, [true, false])
  func `an answer too many is stored for no message, and deletes none`(_ surplus: Surplus, _ pipelines: Bool)
    async throws
  {
    let server = try start(surplus, once: SharedCount(1), pipelines: pipelines)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(
      port: server.port, onServer: RetentionRule(delete: true), timeout: .milliseconds(700))
    _ = try await bench.sync(account)
    let settled = try await bench.sync(account)
    #expect(settled.problem == nil)
    #expect(server.server.remaining().isEmpty)
    #expect(try bench.stored().sorted { $0.lexicographicallyPrecedes($1) } == contents)
  }

  @Test(arguments: [true, false])
  func `a message sent twice is not taken for the next one`(_ pipelines: Bool) async throws {
    let once = SharedCount(1)
    let contents = contents
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("RETR") { request in
      guard request.argument == "1", once.take() else { return nil }
      let reply = Array("+OK\r\n".utf8) + contents[0] + Array(".\r\n".utf8)
      return .reply(reply + reply)
    }
    var offer = Offer()
    offer.pipelining = pipelines
    let server = try QuirkServer.start(
      contents.enumerated().map { index, content in
        ServedMessage(uid: Made.uid(index + 1), content: content)
      }, quirks, offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(
      port: server.port, onServer: RetentionRule(delete: true), timeout: .milliseconds(700))
    _ = try await bench.sync(account)
    _ = try await bench.sync(account)
    #expect(server.server.remaining().isEmpty)
    #expect(try bench.stored().sorted { $0.lexicographicallyPrecedes($1) } == contents)
  }

  @Test func `a server that sends every message twice is not asked without end, and loses nothing`()
    async throws
  {
    let contents = (1...40).map { number in Array("Subject: \(number)\r\n\r\n\(100 + number)\r\n".utf8) }
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("RETR") { request in
      guard let number = Int(request.argument), contents.indices.contains(number - 1) else { return nil }
      let reply = Array("+OK\r\n".utf8) + contents[number - 1] + Array(".\r\n".utf8)
      return .reply(reply + reply)
    }
    let server = try QuirkServer.start(
      contents.enumerated().map { index, content in
        ServedMessage(uid: Made.uid(index + 1), content: content)
      }, quirks)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(
      port: server.port, onServer: RetentionRule(delete: true), timeout: .milliseconds(700))
    let report = try await bench.sync(account)
    #expect(server.server.counts.connections <= 2 * contents.count, "\(report)")
    server.change { $0.verdict = nil }
    _ = try await bench.sync(account)
    #expect(Set(try bench.stored()) == Set(contents))
  }

  @Test func `a message that ends every session before its first octet is set aside, the others come`()
    async throws
  {
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("RETR") { request in
      request.argument == "5" ? .replyAndEnd([], .close) : nil
    }
    let server = try QuirkServer.startSerial(Made.messages(1...12), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.fetched == 11 && report.setAside.map(\.uid) == ["uid-5"])
    #expect(report.problem?.kind == .tryAgain)
    #expect(try bench.stored().count == 11)
  }
}
