import DemoServer
import Fetching
import Settings
import TestServers
import Testing

/// Mail of devices and jobs: the same header every time, without Date and Message-ID, and another body.
@Suite struct SameHeaderTests {
  private static func alarm(_ body: String) -> [UInt8] {
    Array("From: device@example.org\r\nSubject: alarm\r\n\r\n\(body)\r\n".utf8)
  }

  private static let uid = Array("x".utf8)
  private static let first = alarm("door 1 is open")
  private static let sameSize = alarm("door 2 is open")
  private static let longer = alarm("door 3 is open, and nobody has closed it")

  private func server(_ quirks: Quirks = Quirks(), uidl: Bool = true) throws -> FaultyServer {
    var offer = Offer()
    offer.plaintextBeforeTLS = true
    offer.uidl = uidl
    return try FaultyServer.start(
      messages: [ServedMessage(uid: Self.uid, content: Self.first)], quirks: quirks, offer: offer)
  }

  @Test(arguments: [sameSize, longer])
  func `what comes under the name and header of a deleted message is read before it is deleted`(
    _ second: [UInt8]
  )
    async throws
  {
    let server = try server()
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(delete: true))
    #expect(try await bench.sync(account).deleted == 1)
    server.server.add([ServedMessage(uid: Self.uid, content: second)])
    let report = try await bench.sync(account)
    #expect(report.fetched == 1 && report.duplicates == 0 && report.deleted == 1)
    #expect(try Set(bench.stored()) == [Self.first, second])
  }

  @Test(arguments: [sameSize, longer])
  func `without unique-ids the header of a deleted message is no reason to delete another`(_ second: [UInt8])
    async throws
  {
    var quirks = Quirks()
    quirks.replies["UIDL"] = "-ERR unknown command\r\n"
    let server = try server(quirks, uidl: false)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(delete: true))
    #expect(try await bench.sync(account).deleted == 1)
    server.server.add([ServedMessage(uid: Array("y".utf8), content: second)])
    #expect(try await bench.sync(account).fetched == 1)
    #expect(try Set(bench.stored()) == [Self.first, second])
  }

  @Test func `another size under a known name and header is fetched, also where nothing is ever deleted`()
    async throws
  {
    let server = try server()
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    server.server.add([ServedMessage(uid: Array("z".utf8), content: Self.longer)])
    server.change { quirks in
      quirks.hidden = [Self.uid]
      quirks.shownUIDs = [Array("z".utf8): Self.uid]
    }
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 1)
    #expect(try Set(bench.stored()) == [Self.first, Self.longer])
  }

  @Test func `one message gone and one of its header and size come is no renumbering`() async throws {
    let server = try server()
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    server.server.add([ServedMessage(uid: Array("z".utf8), content: Self.sameSize)])
    server.change { $0.hidden = [Self.uid] }
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 1)
    #expect(try Set(bench.stored()) == [Self.first, Self.sameSize])
  }

  @Test func `the same message that comes back is read once more and not stored again`() async throws {
    let server = try server()
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(delete: true))
    _ = try await bench.sync(account)
    server.server.add([ServedMessage(uid: Self.uid, content: Self.first)])
    let report = try await bench.sync(account)
    #expect(report.fetched == 1 && report.duplicates == 1 && report.deleted == 1)
    #expect(report.warnings.contains { $0.contains("read once more") })
    #expect(try bench.stored() == [Self.first])
  }
}
