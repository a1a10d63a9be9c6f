import Archive
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

/// Messages that came from no server: kept like any other, and no reason to delete anything anywhere.
@Suite struct ImportedMessageTests {
  private static let mailbox = (1...3).map { Offered.numbered($0) }

  private func take(
    _ fixture: ArchiveFixture, _ mailbox: [Offered], flags: String? = "S", calls: CallLog? = nil
  ) throws -> [Bool] {
    try fixture.withAccount(calls: calls?.calls ?? .system) { account in
      let batch = try mailbox.map { message in
        var intake = try account.begin(ImportedMessage(arrival: 1_600_000_000, flags: flags))
        try intake.append(message.wire.span.bytes)
        return try intake.finish()
      }
      let isNew = try account.take(batch, now: ArchiveFixture.now)
      try account.finishRun()
      return isNew
    }
  }

  @Test func `it is stored once, and is no copy on a server`() throws {
    let fixture = try ArchiveFixture()
    #expect(try take(fixture, Self.mailbox + Self.mailbox) == [true, true, true, false, false, false])
    #expect(try take(fixture, Self.mailbox) == [false, false, false])
    #expect(try fixture.messages() == Self.mailbox.map(\.wire))
    #expect(try fixture.copies().isEmpty)
    #expect(try fixture.findings().isEmpty)
    try fixture.withAccount { account in
      for row in try fixture.rows(in: nil) {
        let header = try #require(try reading(row, in: fixture))
        #expect(try account.copies(headerHash: header).isEmpty)
      }
      #expect(try account.openCopyCount() == 0)
    }
  }

  private func reading(_ row: MessageRow, in fixture: ArchiveFixture) throws -> HeaderHash? {
    var hasher = HeaderHasher()
    var reader = try MessageReader(try fixture.open(.reading), account: "home")
    _ = try reader.read(row.message) { hasher.update($0) }
    return hasher.finish()
  }

  @Test func `what a server has of it is fetched once and bound to it by its content`() throws {
    let fixture = try ArchiveFixture()
    _ = try take(fixture, Self.mailbox)
    let committed = try fixture.sync(Self.mailbox + [.numbered(4)])
    #expect(committed.map(\.isDuplicate) == [true, true, true, false])
    #expect(try fixture.rows().count == 4)
    #expect(try fixture.copies().count == 4)
    #expect(try take(fixture, Self.mailbox) == [false, false, false])
    #expect(try fixture.copies().allSatisfy { $0.state == .stored })
    #expect(try fixture.sync(Self.mailbox).isEmpty)
  }

  @Test func `what was fetched before is not imported again`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync(Self.mailbox)
    #expect(try take(fixture, Self.mailbox + [.numbered(4)]) == [false, false, false, true])
    #expect(try fixture.copies().count == 3)
  }

  @Test func `a reindex knows it again, and makes no copy of it`() throws {
    let fixture = try ArchiveFixture()
    _ = try take(fixture, Self.mailbox)
    try fixture.sync([.numbered(4)])
    #expect(try Archive.reindex(fixture.root, now: ArchiveFixture.now).messages == 4)
    #expect(try fixture.copies().count == 1)
    #expect(try take(fixture, Self.mailbox) == [false, false, false])
    #expect(try fixture.findings().isEmpty)
  }

  @Test(arguments: [true, false])
  func `whichever system call fails, the next import loses nothing and doubles nothing`(_ staysBroken: Bool)
    throws
  {
    var number = 1
    while true {
      let log = CallLog(failsAt: number, staysBroken: staysBroken, error: .ioError)
      let fixture = try ArchiveFixture()
      do { _ = try take(fixture, Self.mailbox, calls: log) } catch is ArchiveFailure {}
      _ = try take(fixture, Self.mailbox)
      #expect(try Set(fixture.messages()) == Set(Self.mailbox.map(\.wire)))
      #expect(try fixture.rows().count == 3)
      #expect(try fixture.copies().isEmpty)
      if !log.wasHit { break }
      number += 1
    }
    #expect(number > 30)
  }

  @Test(arguments: [("FRS", "FRS"), ("SRaT", "RS"), ("", ""), ("DP", "DP"), ("TX/.", "")])
  func `its flags are kept, but for the one that lets copies on servers go`(_ given: String, _ kept: String)
    throws
  {
    let fixture = try ArchiveFixture()
    _ = try take(fixture, [.numbered(1)], flags: given)
    #expect(try fixture.names("cur").map { $0.hasSuffix(":2,\(kept)") } == [true])
  }

  @Test func `what nobody has read is new`() throws {
    let fixture = try ArchiveFixture()
    _ = try take(fixture, [.numbered(1)], flags: nil)
    #expect(try fixture.names("new").count == 1)
  }

  @Test func `where its file was lost it is imported again, under a name of its own`() throws {
    let fixture = try ArchiveFixture()
    _ = try take(fixture, [.numbered(1)])
    let name = try #require(try fixture.names("cur").first)
    try removeFile(fixture.folder("archive/accounts/home/cur/\(name)"))
    #expect(try take(fixture, [.numbered(1)]) == [true])
    let bases = try fixture.rows().map(\.message.base)
    #expect(bases.count == 2 && Set(bases).count == 2)
    #expect(try take(fixture, [.numbered(1)]) == [false])
  }

  @Test func `unique-ids of other fetchers are known by their tags, and those that getmail has altered too`()
    throws
  {
    let fixture = try ArchiveFixture()
    let uids = ["one", "t/w/o", "t-w-o", "t-w/o", "other"].map { Array($0.utf8) }
    try fixture.withAccount { (account) throws -> Void in
      #expect(try account.noteSeen([SeenUniqueID(uids[0])], now: 1) == 1)
      #expect(try account.noteSeen([SeenUniqueID(uids[0]), SeenUniqueID(uids[4])], now: 1) == 1)
      let altered = SeenUniqueID(Array("t-w-o".utf8), alteredByGetmail: true)
      #expect(try account.noteSeen([altered], now: 1) == 1)
      #expect(try account.seen(uids).map { $0 != nil } == [true, true, false, true, true])
    }
    _ = try Archive.reindex(fixture.root, now: ArchiveFixture.now)
    try fixture.withAccount { (account) throws -> Void in
      #expect(try account.seenCount() == 3)
      #expect(try account.copies(uid: uids[0]).isEmpty)
      #expect(try account.forgetAllSeen() == 3)
      #expect(try account.seen(uids).allSatisfy { $0 == nil })
    }
  }
}
