import Archive
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

@Suite struct ReindexTests {
  @Test func `a reindex restores the same rows from the files alone`() throws {
    let fixture = try ArchiveFixture()
    let mailbox =
      (1...10).map { Offered.numbered($0) } + [Offered("bare", "Subject: =?utf-8?q?=C3=A4?=\n\nx\n")]
    try fixture.sync(mailbox, options: AccountOptions(partition: .year))
    try fixture.sync(mailbox + [.numbered(11)], options: AccountOptions(markRead: true))
    try fixture.folder.write("archive/accounts/home/new/foreign", text: "x")
    let before = try fixture.rows().map { kept($0.message) }
    for name in try folderNames(fixture.path) where name.hasPrefix("index.sqlite") {
      try FileMoves.remove(fixture.folder("archive/\(name)"))
    }
    var steps: [Int] = []
    let summary = try Archive.reindex(fixture.root, now: ArchiveFixture.now) { steps.append($0) }
    #expect([summary.accounts, summary.messages, summary.foreign, summary.damaged] == [1, 12, 1, 0])
    #expect(steps.last == 12)
    #expect(try Set(fixture.rows().map { kept($0.message) }.map(\.base)) == Set(before.map(\.base)))
    let after = try fixture.rows().map { kept($0.message) }
    #expect(after.sorted { $0.base < $1.base } == before.sorted { $0.base < $1.base })
    #expect(try fixture.sync(mailbox + [.numbered(11)]).isEmpty)
    #expect(try fixture.findings().map(\.kind) == [.foreign])
  }

  /// All that the files can tell: when a message was stored is theirs to say, and flags may have moved it.
  private func kept(_ message: MessageRecord) -> MessageRecord {
    var message = message
    message.storedAt = 0
    return message
  }

  @Test func `ages count from when the file was named, and never from the future`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1)])
    _ = try Archive.reindex(fixture.root, now: 5)
    #expect(try fixture.rows().map(\.message.storedAt) == [5])
    _ = try Archive.reindex(fixture.root, now: 1 << 40)
    let stored = try #require(try fixture.rows().first?.message.storedAt)
    #expect(stored > 1_700_000_000 && stored < 1 << 40)
  }

  @Test func `a damaged index, or one of a later version, is replaced`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1)])
    try fixture.folder.write("archive/index.sqlite", text: String(repeating: "garbage ", count: 1_000))
    try fixture.folder.write("archive/index.sqlite-wal", text: "garbage")
    try fixture.folder.write("archive/index.sqlite.new", text: "garbage")
    #expect(throws: ArchiveFailure.self) { try fixture.open() }
    #expect(try Archive.reindex(fixture.root, now: 0).messages == 1)
    try fixture.expectExactly([.numbered(1)])
  }

  @Test(arguments: ["", ".old", ".new", "-wal"])
  func `a folder in the way of the index is named before anything is moved`(_ suffix: String) throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1)])
    if suffix.isEmpty { try FileMoves.remove(fixture.folder("archive/index.sqlite")) }
    try FileMoves.makeFolder(fixture.folder("archive/index.sqlite\(suffix)"))
    let before = try folderNames(fixture.path)
    let failure = try #require(throws: ArchiveFailure.self) { try Archive.reindex(fixture.root, now: 0) }
    #expect(failure.description.contains("archive/index.sqlite\(suffix): Is a directory"))
    #expect(failure.hint.contains("move it away"))
    #expect(try folderNames(fixture.path) == before)
    try FileMoves.move(fixture.folder("archive/index.sqlite\(suffix)"), to: fixture.folder("away"))
    #expect(try Archive.reindex(fixture.root, now: 0).messages == 1)
    try fixture.expectExactly([.numbered(1)])
  }

  @Test func `after a renumbering the new unique-ids lead to the files of the old`() throws {
    let fixture = try ArchiveFixture()
    let committed = try fixture.sync([.numbered(1), .numbered(2)])
    try fixture.withAccount { account in
      let rebindings = committed.enumerated().map {
        Rebinding(copy: $1.archived, uid: Array("new-\($0)".utf8), listedOctets: 7)
      }
      try account.bind(rebindings, now: 0)
      #expect(try account.copies(uid: Array("new-1".utf8)).map(\.copyID) == [committed[1].archived.copyID])
      #expect(try account.copies(uid: Array("uid-1".utf8)).isEmpty)
      #expect(try account.look(at: committed[0].archived, hashing: true))
    }
    // Adoption and verification find their rows by content.
    try fixture.withAccount { try $0.finishRun() }
    try fixture.expectExactly([.numbered(1), .numbered(2)])
  }

  @Test func `whichever system call fails, there is an index, or the next run makes one`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)])
    var number = 1
    while true {
      let log = CallLog(failsAt: number, staysBroken: true, error: .ioError)
      do { _ = try Archive.reindex(fixture.root, now: 0, calls: log.calls) } catch is ArchiveFailure {}
      #expect(try fixture.sync([.numbered(1), .numbered(2)]).isEmpty)
      try fixture.expectExactly([.numbered(1), .numbered(2)])
      let names = try folderNames(fixture.path)
      #expect(!names.contains { $0.contains(".new") || $0.contains(".old") })
      if !log.wasHit { break }
      number += 1
    }
    #expect(number > 20)
  }
}
