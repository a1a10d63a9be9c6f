import DemoServer
import Fetching
import OpenSSL
import Settings
import TestFiles
import TestServers
import Testing

/// Real mail of many sources, broken mail among it: what a server sends is what is kept.
@Suite(.serialized) struct CorpusTests {
  /// POP3 cannot end a message within a line: what the wire adds is a line end, and nothing else.
  private static func onTheWire(_ content: [UInt8]) -> [UInt8] {
    content.isEmpty || content.suffix(2) == [13, 10] ? content : content + [13, 10]
  }

  @Test func `every message of the corpus comes back byte for byte, lone CR, lone LF and NUL among them`()
    async throws
  {
    let messages = try Corpus.messages()
    try #require(!messages.isEmpty || !Corpus.isRequired)
    // Both as a server sends them, and as they are kept: with lone LF.
    let contents = try messages.map { try $0.wire() } + messages.map { try $0.bytes() }
    let server = try FaultyServer.start(
      messages: contents.enumerated().map { ServedMessage(uid: Made.uid($0.offset), content: $0.element) },
      quirks: Quirks(), offer: Self.plain)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port, timeout: .seconds(20)))
    #expect(report.error == nil && report.fetched == contents.count && report.setAside.isEmpty)
    let stored = try bench.stored()
    #expect(stored.count == contents.count)
    #expect(Self.counted(stored) == Self.counted(contents.map(Self.onTheWire)))
    let again = try await bench.sync(bench.account(port: server.port))
    #expect(again.error == nil && again.fetched == 0)
  }

  @Test(.enabled(if: DovecotServer.isExpected))
  func `every message of the corpus that Dovecot can hold comes back from it byte for byte, over TLS`()
    async throws
  {
    let messages = try Corpus.messages()
    try #require(!messages.isEmpty || !Corpus.isRequired)
    let dovecot = try DovecotServer.start()
    defer { dovecot.stop() }
    var expected: [[UInt8]] = []
    for (number, message) in messages.enumerated() {
      let wire = try message.wire()
      // Dovecot sends each lone LF as CRLF; a file of its own without any octet is no message to it.
      guard !wire.isEmpty, !LineEnds.hasLoneLF(wire) else { continue }
      try dovecot.deliver(wire, name: "\(1_700_000_000 + number).M1P1.test")
      expected.append(Self.onTheWire(wire))
    }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(
        port: dovecot.ports.pop3s, tls: .implicit, caFile: dovecot.authority.file, timeout: .seconds(20)))
    #expect(report.error == nil && report.fetched == expected.count)
    #expect(try Self.counted(bench.stored()) == Self.counted(expected))
  }

  private static var plain: Offer {
    var offer = Offer()
    offer.plaintextBeforeTLS = true
    return offer
  }

  /// How often each message is there, by its hash.
  private static func counted(_ messages: [[UInt8]]) -> [SHA256Digest: Int] {
    messages.reduce(into: [:]) { $0[Hash.sha256($1), default: 0] += 1 }
  }
}
