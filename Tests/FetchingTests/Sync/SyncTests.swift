import DemoServer
import Fetching
import Settings
import TestFiles
import TestServers
import Testing

/// The whole of a sync on a server with quirks: what lands, what leaves, what is said.
@Suite struct SyncTests {
  private func server(_ messages: [ServedMessage], _ quirks: Quirks = Quirks(), offer: Offer = Offer()) throws
    -> FaultyServer
  {
    var offer = offer
    offer.plaintextBeforeTLS = true
    return try FaultyServer.start(messages: messages, quirks: quirks, offer: offer)
  }

  @Test func `everything is fetched once, byte for byte, and the second run fetches nothing`() async throws {
    let server = try server(Made.messages(1...50))
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(bench.account(port: server.port))
    #expect(first.error == nil && first.fetched == 50 && first.listed == 50 && first.known == 0)
    #expect(try Set(bench.stored()) == Made.contents(1...50))
    #expect(try bench.stored().count == 50)
    let second = try await bench.sync(bench.account(port: server.port))
    #expect(second.error == nil && second.fetched == 0 && second.listed == 50 && second.known == 50)
    #expect(server.server.counts.retrieved == 50)
    #expect(try bench.hasNoLeftovers())
  }

  @Test func `an unchanged mailbox costs no listing, and once a day one`() async throws {
    let server = try server(Made.messages(1...5))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    let listings = server.server.log.filter { $0.verb == "UIDL" && $0.argument.isEmpty }.count
    _ = try await bench.sync(bench.account(port: server.port))
    #expect(server.server.log.filter { $0.verb == "UIDL" && $0.argument.isEmpty }.count == listings)
    bench.advance(by: 90_000)
    _ = try await bench.sync(bench.account(port: server.port))
    #expect(server.server.log.filter { $0.verb == "UIDL" && $0.argument.isEmpty }.count == listings + 1)
  }

  @Test func `what is new comes, what is known stays`() async throws {
    let server = try server(Made.messages(1...5))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    server.server.add(Made.messages(6...8))
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.fetched == 3 && report.known == 5)
    #expect(try Set(bench.stored()) == Made.contents(1...8))
  }

  @Test func `with the policy delete everything leaves the server once it is safe here`() async throws {
    let server = try server(Made.messages(1...30))
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)))
    #expect(report.error == nil && report.fetched == 30 && report.deleted == 30)
    #expect(server.server.remaining().isEmpty)
    #expect(try Set(bench.stored()) == Made.contents(1...30))
    let again = try await bench.sync(bench.account(port: server.port, onServer: RetentionRule(delete: true)))
    #expect(again.error == nil && again.fetched == 0 && again.deleted == 0)
  }

  @Test func `messages of an earlier run are proved by their headers before they are deleted`() async throws {
    let server = try server(Made.messages(1...10))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    bench.advance(by: 31 * 86_400)
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 30 * 86_400)))
    #expect(report.deleted == 10 && report.fetched == 0)
    #expect(server.server.log.filter { $0.verb == "TOP" }.count == 10)
    #expect(server.server.remaining().isEmpty)
  }

  @Test func `a server that cannot show headers keeps what earlier runs fetched, and it is said`()
    async throws
  {
    var offer = Offer()
    offer.top = false
    var quirks = Quirks()
    quirks.replies["TOP"] = "-ERR unknown command\r\n"
    let server = try server(Made.messages(1...3), quirks, offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    bench.advance(by: 100)
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 10)))
    #expect(report.deleted == 0 && server.server.remaining().count == 3)
    #expect(report.warnings.contains { $0.contains("TOP") })
  }

  @Test func `other mail under a used unique-id is fetched and never deleted unread`() async throws {
    let server = try server(Made.messages(1...1))
    defer { server.stop() }
    let bench = try Bench()
    let rule = RetentionRule(delete: true)
    _ = try await bench.sync(bench.account(port: server.port, onServer: rule))
    // The same unique-id, another message of the same size.
    let other = Made.content(2)
    #expect(other.count == Made.content(1).count)
    server.server.add([ServedMessage(uid: Made.uid(1), content: other)])
    let report = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(report.fetched == 1)
    #expect(try Set(bench.stored()) == [Made.content(1), other])
  }

  @Test
  func `other mail of the same size under a unique-id that is still known is fetched before a deletion`()
    async throws
  {
    let server = try server(Made.messages(1...1))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    var quirks = Quirks()
    quirks.hidden = [Made.uid(1)]
    quirks.shownUIDs = [Made.uid(2): Made.uid(1)]
    server.change { [quirks] in $0 = quirks }
    server.server.add([Made.message(2)])
    bench.advance(by: 100)
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 10)))
    #expect(report.fetched == 1 && report.deleted == 0)
    #expect(try Set(bench.stored()) == Made.contents(1...2))
  }

  @Test func `a unique-id listed twice: both messages are fetched`() async throws {
    var quirks = Quirks()
    quirks.shownUIDs = [Made.uid(2): Made.uid(1)]
    let server = try server(Made.messages(1...3), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.fetched == 3)
    #expect(try Set(bench.stored()) == Made.contents(1...3))
    bench.advance(by: 90_000)
    let again = try await bench.sync(bench.account(port: server.port))
    #expect(again.fetched == 0 && again.known == 3)
  }

  @Test func `a mailbox renumbered as a whole is recognised: nothing is fetched twice`() async throws {
    let server = try server((1...20).map { Made.message($0, size: 18 * $0) })
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    server.change { $0.uidPrefix = Array("migrated-".utf8) }
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.fetched == 0 && report.known == 20 && report.error == nil)
    #expect(report.warnings.contains { $0.contains("renumbered") })
    #expect(server.server.counts.retrieved == 20)
    bench.advance(by: 90_000)
    let later = try await bench.sync(bench.account(port: server.port))
    #expect(later.fetched == 0 && later.warnings.isEmpty)
  }

  @Test func `identical messages listed at once are both kept, and one that returns is not stored again`()
    async throws
  {
    let twin = Made.content(7)
    let server = try server([
      ServedMessage(uid: Made.uid(1), content: twin), ServedMessage(uid: Made.uid(2), content: twin),
    ])
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.fetched == 2 && report.duplicates == 0)
    #expect(try bench.stored() == [twin, twin])
  }

  @Test func `a server that shows 250 messages at a time is asked until nothing new comes`() async throws {
    var quirks = Quirks()
    quirks.window = 250
    let server = try server(Made.messages(1...600), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.fetched == 600 && report.error == nil)
    #expect(try Set(bench.stored()) == Made.contents(1...600))
  }

  @Test func `a dry run says what would happen and changes nothing`() async throws {
    let server = try server(Made.messages(1...4))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    server.server.add(Made.messages(5...6))
    bench.advance(by: 100)
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 10)), mode: .dryRun)
    #expect(report.wouldFetch.count == 2 && report.wouldDelete.count == 4)
    #expect(report.fetched == 0 && report.deleted == 0)
    #expect(server.server.remaining().count == 6)
    #expect(try bench.stored().count == 4)
  }

  @Test func `maxDeletes bounds what one run takes away, the oldest first`() async throws {
    let server = try server(Made.messages(1...10))
    defer { server.stop() }
    let bench = try Bench()
    let rule = RetentionRule(delete: true, maxDeletes: 4)
    let first = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(first.deleted == 4)
    #expect(server.server.remaining() == (5...10).map(Made.uid))
    let second = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(second.deleted == 4 && second.fetched == 0)
  }

  @Test func `a dry run judges what it would fetch, too, and records nothing`() async throws {
    let server = try server(Made.messages(1...4))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    server.server.add(Made.messages(5...6))
    let rule = RetentionRule(keepNewest: 4)
    let plan = try await bench.sync(bench.account(port: server.port, onServer: rule), mode: .dryRun)
    #expect(plan.wouldFetch.map(\.uid) == ["uid-5", "uid-6"])
    let deed = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(plan.wouldDelete.count == deed.deleted && deed.deleted == 2)
    #expect(server.server.remaining() == (3...6).map(Made.uid))
  }
}
