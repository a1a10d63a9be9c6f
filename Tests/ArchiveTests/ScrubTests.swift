import Archive
import MailIndex
import Synchronization
import TestFiles
import Testing

/// The archive read part by part, beside whoever fetches.
@Suite struct ScrubTests {
  private let fixture: ArchiveFixture
  private let mailbox = (1...40).map { Offered.numbered($0) }

  init() throws {
    fixture = try ArchiveFixture()
    try fixture.sync(mailbox)
  }

  /// Reads the next part; what it found, and what is recorded of it.
  private func scrub(
    _ slices: Int, in archive: Archive, isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws -> (row: ScrubRow?, findings: [String]) {
    var findings: [String] = []
    let row = try archive.scrub(
      slices: slices, now: { ArchiveFixture.now }, isStopped: isStopped,
      each: { findings.append("\($0.kind) \($0.file)") })
    return (row, findings)
  }

  private func flipBit(_ row: MessageRow) throws {
    var bytes = try readFile(fixture.file(row))
    bytes[bytes.count / 2] ^= 1
    try writeFile(fixture.file(row), bytes)
  }

  @Test(arguments: [1, 2, 7, 30]) func `the parts together are all files, each once, and then it begins anew`(
    slices: Int
  ) throws {
    let archive = try fixture.open()
    #expect(try archive.lastScrub() == nil)
    var rows: [ScrubRow] = []
    for _ in 0..<slices { rows.append(try #require(try scrub(slices, in: archive).row)) }
    #expect(rows.map(\.slice) == Array(0..<slices))
    #expect(rows.map(\.files).reduce(0, +) == mailbox.count)
    #expect(rows.map(\.octets).reduce(0, +) == mailbox.reduce(0) { $0 + Int64($1.wire.count) })
    #expect(rows.allSatisfy { $0.problems == 0 && $0.endedAt == ArchiveFixture.now })
    #expect(try archive.lastScrub() == rows.last)
    #expect(try scrub(slices, in: archive).row == rows.first)
  }

  @Test func `every message is in one part, and no other`() throws {
    for row in try fixture.rows() {
      let parts = (0..<30).filter { Sample(slice: $0, of: 30).contains(row.message.base) }
      #expect(parts.count == 1)
    }
  }

  @Test func `the parts go on over restarts`() throws {
    for slice in [0, 1, 2, 0] { #expect(try scrub(3, in: fixture.open()).row?.slice == slice) }
  }

  @Test
  func `damage and loss are found in their part and noted, and the next sync brings the messages again`()
    throws
  {
    let (damaged, lost) = (try fixture.rows()[3], try fixture.rows()[30])
    try flipBit(damaged)
    try removeFile(fixture.file(lost))
    do {
      let archive = try fixture.open()
      var found: Set<String> = []
      for slice in 0..<5 {
        let (row, findings) = try scrub(5, in: archive)
        #expect(row?.problems == findings.count)
        for base in [damaged.message.base, lost.message.base]
        where Sample(slice: slice, of: 5).contains(base) {
          #expect(findings.contains { $0.hasSuffix(base) })
        }
        found.formUnion(findings)
      }
      #expect(found == ["damaged new/\(damaged.message.base)", "missing \(lost.message.base)"])
      #expect(try archive.standings()["home"]?.totals.notStored == 2)
    }
    try fixture.sync(mailbox)
    #expect(Set(try fixture.rows().filter { $0.state == .stored }.map(\.message.contentHash)).count == 40)
    #expect(try fixture.names("new").count == 41)
  }

  @Test(arguments: [0, 1]) func `one that is stopped is not recorded, and its part is read again`(
    after looks: Int
  ) throws {
    let archive = try fixture.open()
    #expect(try scrub(2, in: archive).row?.slice == 0)
    let count = Mutex(0)
    let stopped = try scrub(
      2, in: archive,
      isStopped: {
        count.withLock { count in
          count += 1
          return count > looks
        }
      })
    #expect(stopped.row == nil)
    #expect(try archive.lastScrub()?.slice == 0)
    #expect(try scrub(2, in: archive).row?.slice == 1)
  }

  @Test func `what is on its way into the archive is no finding, and read once it is there`() throws {
    let archive = try fixture.open()
    let account = try archive.account("home", options: AccountOptions(), now: ArchiveFixture.now)
    let pending = try (100..<110).map { try fixture.receive(.numbered($0), account) }
    let before = try scrub(1, in: archive)
    #expect(before.findings.isEmpty && before.row?.files == 40)
    var claims = Claims()
    _ = try account.commit(pending, claims: &claims, now: ArchiveFixture.now)
    let after = try scrub(1, in: archive)
    #expect(after.findings.isEmpty && after.row?.files == 50)
  }
}
