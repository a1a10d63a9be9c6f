import Archive
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

/// What verify notes in the index, and what a sync makes of it.
@Suite struct VerdictMemoryTests {
  private func damage(_ path: String) throws {
    var bytes = try readFile(path)
    bytes[bytes.count / 2] ^= 0x20
    try writeFile(path, bytes)
  }

  private func ticketCount(_ fixture: ArchiveFixture, _ uid: String) throws -> Int {
    try fixture.withAccount { try $0.copies(uid: Array(uid.utf8)).count }
  }

  @Test func `a damaged message is no ticket to a deletion until it is found whole again`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)])
    let row = try fixture.rows()[0]
    let whole = try readFile(fixture.file(row))
    #expect(try ticketCount(fixture, "uid-1") == 1)
    try damage(fixture.file(row))
    try fixture.verify()
    #expect(try fixture.rows().map(\.state) == [.damaged, .stored])
    #expect(try ticketCount(fixture, "uid-1") == 0)
    try writeFile(fixture.file(row), whole)
    // A sample reads what was not whole the last time, whatever is drawn.
    try fixture.verify(Sample(share: 1e-9, seed: 1))
    #expect(try fixture.rows().map(\.state) == [.stored, .stored])
    #expect(try ticketCount(fixture, "uid-1") == 1)
  }

  @Test func `a missing message is noted, and the whole mailbox is listed the next time`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)])
    try fixture.withAccount { account in
      var memory = MailboxMemory()
      (memory.count, memory.listedAt, memory.skipsCapabilities) = (2, 1_700_000_000, true)
      try account.remember(memory)
    }
    try fixture.verify()
    #expect(try fixture.withAccount { try $0.memory()?.listedAt } == 1_700_000_000)
    try FileMoves.remove(fixture.file(try fixture.rows()[1]))
    try fixture.verify()
    #expect(try fixture.rows().map(\.state) == [.stored, .missing])
    let memory = try fixture.withAccount { try $0.memory() }
    #expect(memory?.listedAt == 0)
    #expect(memory?.skipsCapabilities == true)
  }

  @Test func `a folder that is gone as a whole is told and not noted: a disk may not be mounted`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)], options: AccountOptions(partition: .year))
    let home = "\(fixture.path)/accounts/home"
    try FileMoves.move("\(home)/.2023", to: fixture.folder("elsewhere"))
    #expect(try fixture.verify().summary.problems == 2)
    #expect(try fixture.rows().allSatisfy { $0.state == .stored })
  }

  @Test func `beside a writer verify notes nothing and says nothing of it`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1)])
    try damage(fixture.file(try fixture.rows()[0]))
    try fixture.withAccount { _ in
      let (summary, findings) = try fixture.verify()
      #expect(summary.problems == 1)
      #expect(findings.count == 1)
      #expect(try fixture.rows()[0].state == .stored)
    }
    try fixture.verify()
    #expect(try fixture.rows()[0].state == .damaged)
  }

  @Test func `what was fetched again is told as replaced until the damaged file is removed`() throws {
    let fixture = try ArchiveFixture()
    let mailbox = [Offered.numbered(1), .numbered(2)]
    try fixture.sync(mailbox)
    let row = try fixture.rows()[0]
    let whole = try readFile(fixture.file(row))
    try damage(fixture.file(row))
    #expect(try fixture.verify().findings == ["damaged new/\(row.message.base)"])

    #expect(try fixture.sync(mailbox).count == 1)
    let again = try #require(try fixture.rows().last)
    #expect(again.message.base != row.message.base)
    #expect(try readFile(fixture.file(again)) == whole)
    let (summary, findings) = try fixture.verify()
    #expect(findings == ["replaced new/\(row.message.base)"])
    #expect(summary.isWell)
    // Where both are damaged there is nothing to replace one with.
    try damage(fixture.file(again))
    #expect(
      try fixture.verify().findings
        == [row, again].map { "damaged new/\($0.message.base)" }.sorted())
    try writeFile(fixture.file(again), whole)
    try fixture.verify()

    try FileMoves.remove(fixture.file(row))
    #expect(try fixture.verify().findings.isEmpty)
    #expect(try fixture.sync(mailbox).isEmpty)
    #expect(try fixture.verify().findings.isEmpty)
  }
}
