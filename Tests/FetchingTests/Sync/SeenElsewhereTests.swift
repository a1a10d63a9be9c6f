import Archive
import DemoServer
import Fetching
import Settings
import SystemPackage
import TestFiles
import TestServers
import Testing

/// Mail that another fetcher had fetched: left where it is, neither downloaded nor deleted.
@Suite struct SeenElsewhereTests {
  private let bench: Bench
  private let server: FaultyServer

  init() throws {
    bench = try Bench()
    var offer = Offer()
    offer.plaintextBeforeTLS = true
    server = try FaultyServer.start(
      messages: (1...5).map { Made.message($0) }, quirks: Quirks(), offer: offer)
  }

  private func note(_ numbers: ClosedRange<Int>) throws {
    let archive = try Archive.open(FilePath(bench.folder("archive")), for: .writing)
    let account = try archive.account("home", now: bench.now)
    _ = try account.noteSeen(numbers.map { SeenUniqueID(Made.uid($0)) }, now: bench.now)
    try account.finishRun()
  }

  private func noted() throws -> Int {
    let archive = try Archive.open(FilePath(bench.folder("archive")), for: .writing)
    return try archive.account("home", now: bench.now).seenCount()
  }

  @Test func `it is not fetched, counts as known, and stays on the server whatever the policy`() async throws
  {
    defer { server.stop() }
    try note(1...3)
    let account = bench.account(
      port: server.port, onServer: RetentionRule(delete: true, deleteAfter: 0, keepNewest: 1, keepUnder: 1))
    let rehearsal = try await bench.sync(account, mode: .dryRun)
    #expect(rehearsal.wouldFetchCount == 2 && rehearsal.known == 3)
    #expect(rehearsal.wouldDelete.map(\.uid).allSatisfy { ["uid-4", "uid-5"].contains($0) })
    for run in 1...3 {
      let report = try await bench.sync(account)
      #expect(report.error == nil)
      #expect(report.fetched == (run == 1 ? 2 : 0))
      #expect(report.known == 3)
      bench.advance(by: 100_000)
    }
    #expect(try bench.stored().count == 2)
    #expect(server.server.remaining() == (1...3).map { Made.uid($0) })
  }

  @Test func `the next of the same name and another size is other mail`() async throws {
    defer { server.stop() }
    try note(1...5)
    let account = bench.account(port: server.port)
    #expect(try await bench.sync(account).fetched == 0)
    server.change { $0.hidden = [Made.uid(2)] }
    server.server.add([ServedMessage(uid: Array("z".utf8), content: Made.content(2, size: 500))])
    server.change { $0.shownUIDs = [Array("z".utf8): Made.uid(2)] }
    bench.advance(by: 100_000)
    let report = try await bench.sync(account)
    #expect(report.fetched == 1 && report.known == 4)
    #expect(try bench.stored() == [Made.content(2, size: 500)])
  }

  @Test func `a name is free again once a whole listing does not show it`() async throws {
    defer { server.stop() }
    try note(1...8)
    #expect(try await bench.sync(bench.account(port: server.port)).fetched == 0)
    #expect(try noted() == 5)
  }

  @Test func `of two that a server lists under one name one is fetched`() async throws {
    defer { server.stop() }
    try note(1...4)
    server.change { $0.shownUIDs = [Made.uid(5): Made.uid(4)] }
    let report = try await bench.sync(bench.account(port: server.port))
    #expect(report.fetched == 1 && report.known == 4)
  }

  @Test func `a dry run changes nothing of what is noted`() async throws {
    defer { server.stop() }
    try note(1...8)
    _ = try await bench.sync(bench.account(port: server.port), mode: .dryRun)
    #expect(try noted() == 8)
  }

  @Test func `what was forgotten is fetched`() async throws {
    defer { server.stop() }
    try note(1...5)
    let account = bench.account(port: server.port)
    #expect(try await bench.sync(account).fetched == 0)
    #expect(try forget() == 5)
    #expect(try await bench.sync(account).fetched == 5)
  }

  private func forget() throws -> Int {
    let archive = try Archive.open(FilePath(bench.folder("archive")), for: .writing)
    return try archive.account("home", now: bench.now).forgetAllSeen()
  }
}
