import DemoServer
import Fetching
import MailIndex
import Settings
import TestFiles
import TestServers
import Testing

/// `requireCopies` in whole runs: what waits for copies on drives stays on the server, and goes once they are there.
@Suite struct CopyGuardTests {
  private let rule = RetentionRule(delete: true, requireCopies: 2)

  /// Rules under which all of ten messages would go after a day, but for the copies.
  static let rules = [
    RetentionRule(delete: true, requireCopies: 2), RetentionRule(deleteAfter: 3_600, requireCopies: 2),
    RetentionRule(keepUnder: 1, requireCopies: 2),
    RetentionRule(delete: true, maxDeletes: 100, requireCopies: 2),
  ]

  @Test(arguments: rules)
  func `what has no copy on a drive stays; polls stay cheap; once copied it goes with the next run`(
    _ rule: RetentionRule
  ) async throws {
    let server = try QuirkServer.start(Made.messages(1...10))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: rule)
    #expect(try await bench.sync(account).fetched == 10)
    // A whole listing a day later: now all of it is due.
    bench.advance(by: 90_000)
    let due = try await bench.sync(account)
    #expect(due.problem == nil && due.deleted == 0 && due.waitingForCopies == 10 && due.warnings.isEmpty)
    let listings = server.listings
    for _ in 0..<3 {
      bench.advance(by: 300)
      let poll = try await bench.sync(account)
      #expect(poll.problem == nil && poll.deleted == 0 && poll.waitingForCopies == 10)
    }
    #expect(server.listings == listings && server.count("DELE") == 0)
    try bench.copy(to: "aa", upTo: 7)
    let first = try await bench.sync(account)
    #expect(first.deleted == 7 && first.waitingForCopies == 3 && server.listings == listings + 1)
    try bench.copy(to: "aa", upTo: 10)
    let second = try await bench.sync(account)
    #expect(second.deleted == 3 && second.waitingForCopies == 0)
    #expect(server.server.remaining().isEmpty)
    #expect(try Set(bench.stored()) == Made.contents(1...10))
  }

  @Test func `a gap on the only drive holds its message back until it is filled`() async throws {
    let kinds = DriveGapKind.allCases
    let last = kinds.count + 2
    let server = try QuirkServer.start(Made.messages(1...last))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: rule)
    _ = try await bench.sync(account)
    try bench.copy(
      to: "aa", upTo: Int64(last), gaps: kinds.enumerated().map { DriveGap(message: Int64($0) + 3, kind: $1) }
    )
    let report = try await bench.sync(account)
    #expect(report.deleted == 2 && report.waitingForCopies == kinds.count)
    #expect(server.server.remaining() == (3...last).map(Made.uid))
    // More gaps are no reason to look again; one that is filled is.
    let listings = server.listings
    #expect(try await bench.sync(account).deleted == 0 && server.listings == listings)
    try bench.copy(to: "aa", filled: [4, 6])
    #expect(try await bench.sync(account).deleted == 2)
    #expect(server.server.remaining() == (3...last).filter { $0 != 4 && $0 != 6 }.map(Made.uid))
  }

  @Test func `three copies want two drives, whichever they are`() async throws {
    let server = try QuirkServer.start(Made.messages(1...4))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(delete: true, requireCopies: 3))
    _ = try await bench.sync(account)
    try bench.copy(to: "aa", upTo: 4)
    let one = try await bench.sync(account)
    #expect(one.deleted == 0 && one.waitingForCopies == 4)
    try bench.copy(to: "bb", upTo: 2)
    #expect(try await bench.sync(account).deleted == 2)
    try bench.copy(to: "cc", upTo: 4)
    #expect(try await bench.sync(account).deleted == 2)
    #expect(server.server.remaining().isEmpty)
  }

  @Test func `a drive that lost its copies before anything went holds all back again`() async throws {
    let server = try QuirkServer.start(Made.messages(1...4))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    let drive = try bench.copy(to: "aa", upTo: 4)
    try bench.index { try $0.forgetCopies(on: drive) }
    let account = bench.account(port: server.port, onServer: rule)
    #expect(try await bench.sync(account).waitingForCopies == 4)
    #expect(server.count("DELE") == 0)
  }

  @Test func `copies that are lost between the verdict and the deletion hold it back`() async throws {
    let bench = try Bench()
    // TOP is asked for after the verdict: then the drive turns out to be damaged.
    let isDamaged = SharedCount(1)
    var quirks = Quirks()
    quirks.verdict = QuirkServer.on("TOP") { _ in
      guard isDamaged.take() else { return nil }
      do { try bench.copy(to: "aa", gaps: [DriveGap(message: 3, kind: .damaged)]) } catch {
        Issue.record(error)
      }
      return nil
    }
    let server = try QuirkServer.start(Made.messages(1...3), quirks)
    defer { server.stop() }
    let account = bench.account(port: server.port, onServer: rule)
    _ = try await bench.sync(account)
    try bench.copy(to: "aa", upTo: 3)
    let report = try await bench.sync(account)
    #expect(report.problem == nil && report.deleted == 2 && report.waitingForCopies == 1)
    #expect(server.server.remaining() == [Made.uid(3)])
    let listings = server.listings
    #expect(try await bench.sync(account).waitingForCopies == 1)
    #expect(server.listings == listings)
    try bench.copy(to: "aa", filled: [3])
    #expect(try await bench.sync(account).deleted == 1)
  }

  @Test func `keepNewest counts who waits, and maxDeletes does not`() async throws {
    let server = try QuirkServer.start(Made.messages(1...8))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    try bench.copy(to: "aa", upTo: 8, gaps: [1, 3].map { DriveGap(message: $0, kind: .missing) })
    // All arrived at once: those of the highest numbers count as the newest.
    let newest = RetentionRule(keepNewest: 4, maxDeletes: 1, requireCopies: 2)
    let account = bench.account(port: server.port, onServer: newest)
    let report = try await bench.sync(account)
    #expect(report.deleted == 1 && report.waitingForCopies == 2)
    #expect(server.server.remaining() == [1, 3, 4, 5, 6, 7, 8].map(Made.uid))
    #expect(try await bench.sync(account).deleted == 1)
    let settled = try await bench.sync(account)
    #expect(settled.deleted == 0 && settled.waitingForCopies == 2)
    #expect(server.server.remaining() == [1, 3, 5, 6, 7, 8].map(Made.uid))
  }

  @Test func `mail that comes meanwhile is listed alone, waits too, and is counted`() async throws {
    let server = try QuirkServer.start(Made.messages(1...5))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: rule)
    _ = try await bench.sync(account)
    let listings = server.listings
    server.server.add(Made.messages(6...7))
    let report = try await bench.sync(account)
    #expect(report.fetched == 2 && report.deleted == 0 && report.waitingForCopies == 7)
    #expect(try await bench.sync(account).waitingForCopies == 7)
    #expect(server.listings == listings)
    try bench.copy(to: "aa", upTo: 7)
    #expect(try await bench.sync(account).deleted == 7)
  }

  @Test func `an account of which nothing waits is not listed anew when copies are made`() async throws {
    let server = try QuirkServer.start(Made.messages(1...5))
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(
      port: server.port, onServer: RetentionRule(deleteAfter: 30 * QuirkServer.day, requireCopies: 2))
    _ = try await bench.sync(account)
    let listings = server.listings
    try bench.copy(to: "aa", upTo: 3)
    let report = try await bench.sync(account)
    #expect(report.waitingForCopies == 0 && server.listings == listings)
  }

  @Test func `more waits than one session holds tickets for, and a dry run says how many`() async throws {
    let server = try QuirkServer.start(Made.messages(1...40))
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(bench.account(port: server.port))
    try bench.copy(to: "aa", upTo: 40, gaps: (1...30).map { DriveGap(message: $0, kind: .unverified) })
    var narrow = SyncLimits()
    narrow.tickets = 7
    let account = bench.account(port: server.port, onServer: rule)
    server.server.add(Made.messages(41...42))
    let plan = try await bench.sync(account, mode: .dryRun, limits: narrow)
    #expect(plan.wouldDelete.map(\.uid) == (31...40).map { "uid-\($0)" })
    #expect(plan.wouldFetchCount == 2 && plan.waitingForCopies == 32)
    let report = try await bench.sync(account, limits: narrow)
    #expect(report.problem == nil && report.deleted == 10 && report.waitingForCopies == 32)
    #expect(server.server.remaining().count == 32)
  }
}

extension Bench {
  /// Runs `body` with the index, beside any sync: SQLite needs no lock of the archive's.
  func index<Value>(_ body: (MailIndex) throws -> Value) throws -> Value {
    let index = try MailIndex.open(at: folder("archive/index.sqlite"), mode: .writing)
    let value = try body(index)
    try index.close()
    return value
  }

  /// Records copies as a run over a drive does; gives the drive's row id.
  @discardableResult
  func copy(
    to drive: String, upTo: Int64? = nil, gaps: [DriveGap] = [], filled: [Int64] = []
  ) throws -> Int64 {
    try index { index in
      guard let row = try index.drive(drive, name: drive, create: true, now: now) else {
        throw BenchFailure.noDrive
      }
      try index.recordCopies(on: row.id, upTo: upTo, gaps: gaps, filled: filled, now: now)
      return row.id
    }
  }
}
