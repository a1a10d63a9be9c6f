import Archive
import Fetching
import Settings
import SystemPackage
import TestFiles
import TestServers
import Testing

/// The same suite on the built-in server and on a real Dovecot: plain, STLS, implicit TLS.
@Suite(.serialized) struct GroundTests {
  @Test(arguments: Ground.expected)
  func `all of a mailbox lands byte for byte, once`(_ ground: Ground) async throws {
    let contents = (1...60).map { Made.content($0) }
    let server = try ground.start(contents)
    defer { server.stop() }
    let bench = try Bench()
    let first = try await bench.sync(server.account(bench))
    #expect(first.error == nil && first.fetched == 60)
    #expect(try Set(bench.stored()) == Set(contents))
    let second = try await bench.sync(server.account(bench))
    #expect(second.error == nil && second.fetched == 0 && second.known == 60)
    try server.add(Made.content(61))
    let third = try await bench.sync(server.account(bench))
    #expect(third.error == nil && third.fetched == 1)
    #expect(try bench.stored().count == 61)
  }

  @Test(arguments: Ground.expected)
  func `what the policy lets go leaves the server, and nothing else`(_ ground: Ground) async throws {
    let server = try ground.start((1...20).map { Made.content($0) })
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(server.account(bench))
    let newest = try await bench.sync(server.account(bench, onServer: RetentionRule(keepNewest: 8)))
    #expect(newest.error == nil && newest.deleted == 12)
    #expect(try server.remaining() == 8)
    bench.advance(by: 40 * 86_400)
    try server.add(Made.content(21))
    let rule = RetentionRule(deleteAfter: 30 * 86_400)
    let aged = try await bench.sync(server.account(bench, onServer: rule))
    #expect(aged.fetched == 1 && aged.deleted == 8)
    #expect(try server.remaining() == 1)
    let all = try await bench.sync(server.account(bench, onServer: RetentionRule(delete: true)))
    #expect(all.deleted == 1 && all.fetched == 0)
    #expect(try server.remaining() == 0)
    #expect(try Set(bench.stored()) == Made.contents(1...21))
  }

  @Test(arguments: Ground.expected)
  func `after the index is lost a reindex brings it back, and nothing is fetched again`(_ ground: Ground)
    async throws
  {
    let server = try ground.start((1...30).map { Made.content($0) })
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(server.account(bench))
    for name in try folderNames(bench.folder("archive")) where name.hasPrefix("index.sqlite") {
      try removeFile(bench.folder("archive/\(name)"))
    }
    _ = try Archive.reindex(FilePath(bench.folder("archive")), now: bench.now)
    let report = try await bench.sync(server.account(bench))
    #expect(report.error == nil && report.fetched == 0 && report.known == 30)
    // Known again, so the policy holds as before.
    let deleted = try await bench.sync(server.account(bench, onServer: RetentionRule(keepNewest: 10)))
    #expect(deleted.deleted == 20)
  }

  @Test(arguments: Ground.expected)
  func `a flag T in the Maildir sends a message away, a missing file does not`(_ ground: Ground) async throws
  {
    let server = try ground.start((1...5).map { Made.content($0) })
    defer { server.stop() }
    let bench = try Bench()
    _ = try await bench.sync(server.account(bench))
    let maildir = bench.folder("archive/accounts/home")
    let names = try folderNames("\(maildir)/new")
    try moveFile("\(maildir)/new/\(names[0])", to: "\(maildir)/cur/\(names[0]):2,ST")
    try removeFile("\(maildir)/new/\(names[1])")
    let report = try await bench.sync(server.account(bench, onServer: RetentionRule(untilTrashed: true)))
    #expect(report.error == nil && report.deleted == 1)
    #expect(try server.remaining() == 4)
  }

  @Test(arguments: Ground.expected)
  func `a refused log-in and a host that is not trusted send nothing and change nothing`(_ ground: Ground)
    async throws
  {
    let server = try ground.start([Made.content(1)])
    defer { server.stop() }
    let bench = try Bench()
    let refused = try await bench.sync(server.account(bench), password: "wrong")
    #expect(refused.error?.kind == .loginRefused)
    guard ground.tls != .none else { return }
    var account = server.account(bench)
    account.caFile = nil
    let untrusted = try await bench.sync(account)
    #expect(untrusted.error?.kind == .protocolOrTLS)
    #expect(try bench.stored().isEmpty)
  }
}
