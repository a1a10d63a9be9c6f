import Archive
import DemoServer
import Fetching
import MailIndex
import Maildir
import OpenSSL
import Settings
import Synchronization
import SystemPackage
import TestFiles
import TestServers
import Testing

/// One cell of a crash matrix: an archive and a mailbox of their own, a sync that something happens to, a sync
/// that nothing happens to, and what must be true then.
final class MatrixBench: Sendable {
  enum Policy: String, Sendable, CaseIterable { case keep, delete }

  let bench: Bench
  let server: FaultyServer
  private let authority: TestAuthority?
  private let contents: [[UInt8]]
  private let policy: Policy
  private let complaints = Mutex<[String]>([])

  init(
    _ contents: [[UInt8]], policy: Policy, quirks: Quirks = Quirks(), identity: Certified? = nil
  ) throws {
    bench = try Bench()
    self.contents = contents
    self.policy = policy
    authority = identity?.authority
    var offer = Offer()
    offer.plaintextBeforeTLS = true
    // A greeting without a timestamp has always the same length.
    offer.apop = false
    server = try FaultyServer.start(
      messages: contents.enumerated().map { ServedMessage(uid: MatrixMail.uid($0), content: $1) },
      quirks: quirks, security: identity.map { .implicit($0.identity) } ?? .none, offer: offer)
    // On each DELE, before it is served.
    let witness: @Sendable (Interference.Request) -> Void = { [weak self] in self?.look($0) }
    server.change { quirks in
      let verdict = quirks.verdict
      quirks.verdict = { request in
        witness(request)
        return verdict?(request)
      }
    }
  }

  deinit { server.stop() }

  struct Certified: Sendable {
    let authority: TestAuthority
    let identity: TLSIdentity

    init() throws {
      authority = try TestAuthority()
      identity = try authority.identity()
    }
  }

  func account(timeout: Duration = .seconds(20)) -> Account {
    var account = bench.account(
      port: server.port, tls: authority == nil ? .none : .implicit, caFile: authority?.file,
      onServer: policy == .delete ? RetentionRule(delete: true) : .keep, timeout: timeout)
    account.partition = .month
    return account
  }

  /// The sync that something happens to: its report; nil where not even the archive could be opened.
  ///
  /// - Parameter port: of what stands between, where something does.
  func disturbed(
    timeout: Duration = .seconds(20), calls: FileCalls = .system, port: UInt16? = nil
  ) async throws -> AccountReport? {
    var account = account(timeout: timeout)
    if let port { account.port = port }
    do {
      return try await bench.sync(account, calls: calls)
    } catch let failure as ArchiveFailure {
      #expect(!failure.description.isEmpty)
      return nil
    }
  }

  /// Syncs once more, two days later and with nothing in the way, and expects every message here, octet for
  /// octet and once, in files and in rows, nothing left over, and the server as the policy wants it.
  func expectAllIsWell(_ comment: String) async throws {
    server.change { $0.cuts = [] }
    bench.advance(by: 2 * 86_400)
    #expect(try await syncOnceServed().problem == nil, "\(comment)")
    let files = try MessageFiles(account: bench.folder("archive/accounts/home"))
    let digests = try files.all.map { Hash.sha256(try $0.wire()).hex }.sorted()
    #expect(digests == contents.map { Hash.sha256($0).hex }.sorted(), "\(comment)")
    #expect(files.temporary == [], "\(comment)")
    #expect(try folderNames(bench.folder("archive/.popkeep")) == ["archive.json", "lock"], "\(comment)")
    let archive = try Archive.open(FilePath(bench.folder("archive")), for: .reading)
    var rows: [String] = []
    try archive.index.forEachMessage { rows.append($0.message.base) }
    #expect(rows.sorted() == files.all.map(\.base).sorted(), "\(comment)")
    #expect(try archive.findings() == [], "\(comment)")
    let expected = policy == .delete ? [] : contents.indices.map { MatrixMail.uid($0) }
    #expect(server.server.remaining() == expected, "\(comment)")
    #expect(complaints.withLock { $0 } == [], "\(comment)")
  }

  /// Syncs; as long as the server still holds the mailbox for a session that was cut, again.
  private func syncOnceServed() async throws -> AccountReport {
    let deadline = ContinuousClock.now + .seconds(20)
    while true {
      let report = try await bench.sync(account())
      guard report.error?.kind == .tryAgain, ContinuousClock.now < deadline else { return report }
    }
  }

  /// Looks from outside, at the moment a DELE comes, for the message's file and for its committed row.
  private func look(_ request: Interference.Request) {
    guard request.verb == "DELE", let uid = request.message?.uid,
      let index = contents.indices.first(where: { MatrixMail.uid($0) == uid })
    else { return }
    do {
      let hash = Hash.sha256(contents[index]).bytes
      let archive = try Archive.open(FilePath(bench.folder("archive")), for: .reading)
      let copies = try archive.index.accounts().flatMap {
        try archive.index.copies($0.id, tag: Array(Hash.sha256(uid).bytes.prefix(10)))
      }
      let bases = Set(copies.filter { $0.contentHash.bytes == hash }.map(\.base))
      let files = try MessageFiles(account: bench.folder("archive/accounts/home"))
      let isHere = try files.all.contains { try bases.contains($0.base) && $0.wire() == contents[index] }
      if !isHere { complain("DELE of message \(index + 1) before its commit") }
    } catch {
      complain("DELE of message \(index + 1), and the archive cannot be read: \(error)")
    }
  }

  private func complain(_ text: String) { complaints.withLock { $0.append(text) } }
}

extension Archive {
  fileprivate func findings() throws -> [String] {
    var findings: [String] = []
    _ = try verify { findings.append("\($0)") }
    return findings
  }
}
