import DemoServer
import Fetching
import Settings
import TestFiles
import TestServers
import Testing

/// Quirks 14, 16, 17, 20 to 23: listings that disagree, name badly, or are cut.
@Suite struct ListingQuirkTests {
  private static let uids = QuirkServer.listing((1...4).map { "\($0) uid-\($0)" })

  @Test(arguments: [
    "+OK 9 9999", "+OK 2 10", "+OK 4 -1", "+OK 4 many", "+OK 4", "+OK 4 99999999999999999999999",
    "+OK 0 0", "+OK 4294967295 18446744073709551615",
  ])
  func `a STAT that disagrees with the listings loses nothing`(_ reply: String) async throws {
    var quirks = Quirks()
    quirks.replies = ["STAT": "\(reply)\r\n"]
    let server = try QuirkServer.start(Made.messages(1...4), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(bench.account(port: server.port))
    #expect(first.error == nil)
    server.change { $0.replies = [:] }
    let second = try await bench.sync(bench.account(port: server.port))
    #expect(second.error == nil && first.fetched + second.fetched == 4)
    #expect(server.server.counts.retrieved == 4)
    #expect(try Set(bench.stored()) == Made.contents(1...4))
  }

  @Test(arguments: [
    ["1 -1", "2 -1", "3 -1", "4 -1"], ["1 big", "2", "3 0x10", "4 1e9"],
    ["1 5000000000", "2 9223372036854775807", "3 99999999999999999999", "4 0"],
    ["1 100 extra", "2  100", "3\t100", "4 100 "],
  ])
  func `sizes that are garbage are unknown and no error`(_ lines: [String]) async throws {
    var quirks = Quirks()
    quirks.replies = ["LIST": QuirkServer.listing(lines)]
    let server = try QuirkServer.start(Made.messages(1...4), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(bench.account(port: server.port))
    #expect(first.problem == nil && first.fetched == 4)
    bench.advance(by: QuirkServer.day)
    let second = try await bench.sync(bench.account(port: server.port))
    #expect(second.problem == nil && second.fetched == 0 && second.known == 4)
    #expect(try bench.stored().count == 4)
  }

  @Test(arguments: [
    (["1 9", "2 9", "4 9"], ["1 uid-1", "2 uid-2", "3 uid-3", "4 uid-4"], 3),
    (["1 9", "2 9", "3 9", "4 9"], ["1 uid-1", "2 uid-2", "4 uid-4"], 3),
    (["1 9", "2 9"], ["3 uid-3", "4 uid-4"], 0),
    (["4 9", "2 9", "1 9", "3 9"], ["3 uid-3", "1 uid-1", "4 uid-4", "2 uid-2"], 4),
    (
      ["0 9", "1 9", "1 9", "2 9", "3 9", "4 9", "77777 9", "-3 9", "x"], ["1 uid-1", "2 uid-2", "3 uid-3"], 3
    ),
    (
      ["1 9", "2 9", "3 9", "4 9"],
      ["0 zero", "1 uid-1", "2 uid-2", "2 again", "3 uid-3", "4 uid-4", "5 five", "99999999 far", "none"], 4
    ),
  ])
  func `of LIST and UIDL what both name is fetched, the rest when they agree`(
    _ sizes: [String], _ names: [String], _ shared: Int
  ) async throws {
    var quirks = Quirks()
    quirks.replies = ["LIST": QuirkServer.listing(sizes), "UIDL": QuirkServer.listing(names)]
    let server = try QuirkServer.start(Made.messages(1...4), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(bench.account(port: server.port))
    #expect(first.error == nil && first.fetched == shared)
    // What UIDL leaves out is not fetched, and a script should know.
    #expect(first.problem?.kind == (names.count < 4 ? .tryAgain : nil))
    server.change { $0.replies = [:] }
    // At once, not at the next whole listing: an incomplete one is no base for a probe.
    let second = try await bench.sync(bench.account(port: server.port))
    #expect(second.problem == nil && second.fetched == 4 - shared)
    #expect(try Set(bench.stored()) == Made.contents(1...4))
    #expect(try bench.stored().count == 4)
  }

  @Test func `UIDL lines with blanks, tabs and OK in front are read, and UIDL n may leave the number out`()
    async throws
  {
    var quirks = Quirks()
    let sloppy = QuirkServer.listing(["1   uid-1", "2\tuid-2  ", "+OK 3 uid-3\t", "  4 \t uid-4"])
    quirks.replies = ["UIDL": sloppy, "UIDL 4": "+OK uid-4 \r\n"]
    let server = try QuirkServer.start(Made.messages(1...4), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(bench.account(port: server.port))
    #expect(first.problem == nil && first.fetched == 4 && first.warnings.isEmpty)
    // The probe alone: nothing has changed.
    _ = try await bench.sync(bench.account(port: server.port))
    #expect(server.listings == 1)
    server.change { $0.replies = [:] }
    bench.advance(by: QuirkServer.day)
    let second = try await bench.sync(bench.account(port: server.port))
    #expect(second.fetched == 0 && second.known == 4)
  }

  @Test func `unique-ids of any octets and any length are keys; without one header and size are`()
    async throws
  {
    let names: [[UInt8]] = [
      Array(repeating: 97, count: 300), Array(repeating: 97, count: 299) + [98],
      Array(repeating: 97, count: 70), Array(repeating: 97, count: 71), Array(repeating: 97, count: 129),
      Array(128...255), Array("a b  c".utf8),
      Array("../../etc/passwd".utf8), Array("a/b:2,S".utf8), [255, 254, 128, 1, 7, 27], Array("%s%n\\".utf8),
      Array("'; DROP TABLE messages; --".utf8), Array("é".utf8), [], [],
    ]
    let server = try QuirkServer.start(
      names.enumerated().map { ServedMessage(uid: $1, content: Made.content($0 + 1)) })
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(bench.account(port: server.port))
    #expect(first.problem == nil && first.fetched == names.count)
    for _ in 1...2 {
      bench.advance(by: QuirkServer.day)
      let again = try await bench.sync(bench.account(port: server.port))
      #expect(again.problem == nil && again.fetched == 0 && again.known == names.count)
    }
    #expect(server.server.counts.retrieved == names.count)
    #expect(try Set(bench.stored()) == Made.contents(1...names.count))
    let last = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: QuirkServer.day)))
    #expect(last.deleted == names.count && server.server.remaining().isEmpty)
    #expect(try bench.stored().count == names.count)
  }

  @Test
  func `a suffix that moves to the next copy when the first goes: content decides, nothing comes twice`()
    async throws
  {
    // Three messages under one unique-id, as Dovecot tells them apart; the first two are alike in size.
    let contents = [Made.content(1), Made.content(2), Made.content(3, size: 400)]
    let own = (1...3).map { Made.uid($0) }
    let shown = ["dup", "dup-2", "dup-3"].map { Array($0.utf8) }
    var quirks = Quirks()
    quirks.shownUIDs = Dictionary(uniqueKeysWithValues: zip(own, shown))
    let server = try QuirkServer.start(zip(own, contents).map { ServedMessage(uid: $0, content: $1) }, quirks)
    defer { server.stop() }
    let bench = try Bench()
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 3)
    server.change {
      $0.hidden = [own[0]]
      $0.shownUIDs = [own[1]: shown[0], own[2]: shown[1]]
    }
    let moved = try await bench.sync(bench.account(port: server.port))
    #expect(moved.problem == nil && moved.fetched == 0)
    bench.advance(by: 100)
    let last = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 50)))
    // The second message was taken for the first, of the same size: its header says otherwise, so it is
    // read once more before it goes, and stored no second time.
    #expect(last.problem == nil && last.deleted == 2)
    #expect(server.server.remaining() == [own[0]])
    #expect(try Set(bench.stored()) == Set(contents))
    #expect(try bench.stored().count == 3)
  }

  @Test func `on a UIDL that is cut nothing is deleted, and the next whole one settles it`() async throws {
    var quirks = Quirks()
    quirks.replies = ["UIDL": QuirkServer.listing((1...5).map { "\($0) uid-\($0)" })]
    let server = try QuirkServer.start(Made.messages(1...10), quirks)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(delete: true))
    for fetched in [5, 0] {
      let cut = try await bench.sync(account)
      #expect(cut.error == nil && cut.fetched == fetched && cut.deleted == 0)
      #expect(cut.warnings.contains { $0.contains("nothing is deleted") })
    }
    #expect(server.count("DELE") == 0)
    server.change { $0.replies = [:] }
    let whole = try await bench.sync(account)
    #expect(whole.error == nil && whole.fetched == 5 && whole.deleted == 10)
    #expect(try Set(bench.stored()) == Made.contents(1...10))
  }

  @Test func `a line lost in UIDL deletes nothing, and the run goes on in a new session`() async throws {
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("UIDL") { request in
      request.connection == 2 ? .serveCut(after: 50, .drop) : nil
    }
    let server = try QuirkServer.start(Made.messages(1...10), quirks)
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    bench.advance(by: 100)
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 50)))
    #expect(report.error == nil && report.fetched == 0 && report.deleted == 10)
    #expect(server.server.log.allSatisfy { $0.verb != "DELE" || $0.connection == 3 })
  }

  @Test func `without UIDL the policy holds all the same, by headers`() async throws {
    var offer = Offer()
    offer.uidl = false
    let server = try QuirkServer.start(Made.messages(1...6), offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(keepNewest: 4)))
    #expect(first.problem == nil && first.fetched == 6 && first.deleted == 2)
    let second = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(keepNewest: 1)))
    #expect(second.problem == nil && second.fetched == 0 && second.deleted == 3)
    #expect(try bench.stored().count == 6)
  }

  @Test func `wherever the first session is cut, the run ends with everything here and nothing twice`()
    async throws
  {
    for octets in stride(from: 1, to: 2_300, by: 131) {
      var quirks = Quirks()
      quirks.cuts = [.init(.afterOctets(octets), connection: 1)]
      let server = try QuirkServer.start(Made.messages(1...3), quirks)
      defer { server.stop() }
      let bench = try Bench()
      let account = bench.account(port: server.port, onServer: RetentionRule(delete: true))
      let first = try await bench.sync(account)
      let second = try await bench.sync(account)
      #expect(second.error == nil, "after \(octets) octets")
      #expect(first.fetched + second.fetched == 3, "after \(octets) octets")
      #expect(server.server.remaining().isEmpty, "after \(octets) octets")
      #expect(try bench.stored().count == 3)
      #expect(try Set(bench.stored()) == Made.contents(1...3))
    }
  }

  @Test(
    arguments: [
      { $0 - 16 }, { ($0 + 1_023) / 1_024 * 1_024 }, { $0 / 3 }, { $0 * 7 },
    ] as [@Sendable (Int64) -> Int64])
  func `sizes counted with LF alone, rounded, or of what was packed fail no message`(
    _ listed: @escaping @Sendable (Int64) -> Int64
  ) async throws {
    var quirks = Quirks()
    quirks.listedOctets = listed
    let server = try QuirkServer.start((1...4).map { Made.message($0, size: 1_800 * $0) }, quirks)
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(bench.account(port: server.port))
    #expect(first.problem == nil && first.fetched == 4)
    bench.advance(by: QuirkServer.day)
    let second = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 10)))
    #expect(second.problem == nil && second.fetched == 0 && second.deleted == 4)
    #expect(try Set(bench.stored()) == Set((1...4).map { Made.content($0, size: 1_800 * $0) }))
    #expect(try bench.stored().count == 4)
  }

  @Test func `a listing that comes octet by octet, slower than the timeout allows a silence, is waited for`()
    async throws
  {
    // 42 octets with 40 ms after each take longer than the 1.5 s of silence that end a session.
    let server = try ScriptedServer(
      """
      S: +OK ready
      C: CAPA
      S: -ERR
      C: USER alice
      S: +OK
      C: PASS secret
      S: +OK
      C: CAPA
      S: -ERR
      C: STAT
      S: +OK 1 20
      C: LIST
      ! pieces 1
      ! pause 40
      S-: +OK one message follows here\\r\\n1 20\\r\\n.\\r\\n
      ! pause 0
      C: UIDL
      S-: +OK\\r\\n1 a\\r\\n.\\r\\n
      C: STAT
      S: +OK 1 20
      C: RETR 1
      S-: +OK\\r\\nSubject: 1 here\\r\\n\\r\\n.\\r\\n
      C: STAT
      S: +OK 1 20
      C: QUIT
      S: +OK
      """)
    let bench = try Bench()
    let report = try await bench.sync(bench.account(port: server.port, timeout: .milliseconds(1_500)))
    try server.finish()
    #expect(report.problem == nil && report.fetched == 1)
  }

  @Test func `a listing of 10,000 messages is taken as it comes, with what is known in it`() async throws {
    try await list(10_000)
  }

  @Test func `a listing of 30,000 messages is no other matter`() async throws { try await list(30_000) }

  private func list(_ count: Int) async throws {
    let server = try QuirkServer.start(Made.messages(1...100))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, timeout: .seconds(20))
    #expect(try await bench.sync(account).fetched == 100)
    let octets = Made.messages(1...100).map(\.octets) + Array(repeating: 77, count: count - 100)
    let sizes = QuirkServer.listing(zip(1...count, octets).map { "\($0) \($1)" })
    let names = QuirkServer.listing((1...count).map { "\($0) uid-\($0)" })
    server.change {
      $0.replies = [
        "STAT": "+OK \(count) 1\r\n", "LIST": sizes, "UIDL": names, "UIDL 100": "+OK 100 uid-100\r\n",
      ]
    }
    let report = try await bench.sync(account, mode: .dryRun)
    #expect(report.error == nil && report.listed == count && report.known == 100)
    #expect(report.wouldFetchCount == count - 100)
  }
}
