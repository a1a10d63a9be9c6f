import Archive
import Glibc
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

/// Messages are read for search once each, whatever ends a reading.
@Suite struct SearchReadingTests {
  private let fixture: ArchiveFixture

  init() throws { fixture = try ArchiveFixture() }

  private func store(_ numbers: Range<Int>) throws {
    try fixture.withAccount { account in
      var batch: [PendingMessage] = []
      for number in numbers {
        let offered = Offered.numbered(number)
        var intake = try account.begin(
          uid: Array(offered.uid.utf8), listedOctets: nil, now: ArchiveFixture.now)
        try intake.append(offered.wire.span.bytes)
        batch.append(try intake.finish())
      }
      var claims = Claims()
      _ = try account.commit(batch, claims: &claims, now: ArchiveFixture.now)
    }
  }

  private func count(_ words: [String], in archive: Archive) throws -> Int {
    var examiner = Unasked()
    return try archive.searchIndex()?.count(
      .words(WordMatch(.anywhere, words)), accounts: [:], copies: false, &examiner) ?? 0
  }

  @Test
  func `what is archived is read once, what comes later at the next reading, by whoever only reads too`()
    throws
  {
    try store(0..<5)
    let archive = try fixture.open(.reading)
    #expect(try archive.searchIndex() == nil)
    #expect(try archive.readForSearch().messages == 5)
    #expect(try archive.readForSearch().messages == 0)
    #expect(try count(["text"], in: archive) == 5)
    #expect(try count(["3"], in: archive) == 1)
    try store(5..<7)
    let later = try fixture.open(.reading)
    #expect(try later.readForSearch().messages == 2)
    #expect(try count(["text"], in: later) == 7)
  }

  @Test func `a reading that is ended goes on where it was, and reads nothing twice`() throws {
    try store(0..<4_500)
    let archive = try fixture.open()
    let first = try archive.readForSearch { $0 < 2_000 }
    #expect(first.wasStopped && first.messages == 2_000)
    #expect(try count(["text"], in: archive) == 2_000)
    let second = try archive.readForSearch()
    #expect(!second.wasStopped && second.messages == 2_500)
    #expect(try count(["text"], in: archive) == 4_500)
    #expect(try archive.searchIndex()?.count() == 4_500)
  }

  @Test func `while another reads nobody else does, and nobody waits`() throws {
    try store(0..<2_100)
    let archive = try fixture.open()
    var inner: SearchReading?
    let outer = try archive.readForSearch { _ in
      do { inner = try fixture.open(.reading).readForSearch() } catch { Issue.record(error) }
      return true
    }
    #expect(inner?.isElsewhere == true && inner?.messages == 0)
    #expect(outer.messages == 2_100)
  }

  @Test func `after a reindex, or where what was read is gone or damaged, all is read again`() throws {
    try store(0..<20)
    #expect(try fixture.open().readForSearch().messages == 20)
    _ = try Archive.reindex(fixture.root, now: ArchiveFixture.now)
    let archive = try fixture.open()
    #expect(try archive.searchIndex() == nil)
    #expect(try archive.readForSearch().messages == 20)
    for contents in [[UInt8](), Array(repeating: 0x55, count: 5_000)] {
      for name in ["search.sqlite-wal", "search.sqlite-shm"]
      where try folderNames(fixture.path).contains(name) {
        try removeFile("\(fixture.path)/\(name)")
      }
      try writeFile("\(fixture.path)/search.sqlite", contents)
      #expect(try archive.readForSearch().messages == 20)
      #expect(try count(["text"], in: archive) == 20)
    }
  }

  @Test func `a file that nobody may read is found by its row, and keeps none behind it from being read`()
    throws
  {
    try store(0..<6)
    let file = try #require(try fixture.rows().dropFirst(2).first).message.base
    let calls = FileCalls { (call) throws(Errno) in
      if call.operation == .open, call.name.hasSuffix(file) { throw .permissionDenied }
    }
    let archive = try fixture.open(.reading, calls: calls)
    let reading = try archive.readForSearch()
    #expect(reading.messages == 6 && reading.unreadable == 1)
    #expect(try count(["message"], in: archive) == 6)
    #expect(try count(["text"], in: archive) == 5)
  }

  @Test func `a message whose file is gone is found by what its row tells`() throws {
    try store(0..<3)
    let archive = try fixture.open()
    let new = "\(fixture.path)/accounts/home/new"
    for name in try folderNames(new) { try removeFile("\(new)/\(name)") }
    #expect(try archive.readForSearch().messages == 3)
    #expect(try count(["message"], in: archive) == 3)
    #expect(try count(["text"], in: archive) == 0)
  }

  @Test func `what a run archives is read beside it, once nothing follows soon`() throws {
    let archive = try fixture.open()
    // Nothing is there, and nothing comes of it; little that more may follow waits.
    let first = SearchKeeper(lending: { try $0(archive) }) { Issue.record($0) }
    first.noteEnd()
    first.end()
    try store(0..<30, in: archive)
    let keeper = SearchKeeper(lending: { try $0(archive) }) { Issue.record($0) }
    keeper.note(fetched: 30, for: "home")
    keeper.end()
    #expect(try archive.searchIndex()?.count() ?? 0 == 0)
    let next = SearchKeeper(lending: { try $0(archive) }) { Issue.record($0) }
    next.noteEnd()
    let deadline = ContinuousClock.now + .seconds(60)
    while try count(["text"], in: archive) < 30, ContinuousClock.now < deadline { poll(nil, 0, 20) }
    next.end()
    #expect(try count(["text"], in: archive) == 30)
  }

  @Test func `mail comes first: where little of the disk is free nothing is read for search`() throws {
    let archive = try fixture.open()
    try store(0..<5, in: archive)
    let keeper = SearchKeeper(lending: { try $0(archive) }, minFree: { $0 }) { Issue.record($0) }
    keeper.noteEnd()
    keeper.end()
    #expect(try archive.searchIndex() == nil)
  }

  @Test func `much that a run archives is read while more may come`() throws {
    let archive = try fixture.open()
    try store(0..<2_100, in: archive)
    let keeper = SearchKeeper(lending: { try $0(archive) }) { Issue.record($0) }
    keeper.note(fetched: 2_100, for: "home")
    let deadline = ContinuousClock.now + .seconds(120)
    while try count(["text"], in: archive) < 2_100, ContinuousClock.now < deadline { poll(nil, 0, 20) }
    keeper.end()
    #expect(try count(["text"], in: archive) == 2_100)
  }

  private func store(_ numbers: Range<Int>, in archive: Archive) throws {
    let account = try archive.account("home", now: ArchiveFixture.now)
    var batch: [PendingMessage] = []
    for number in numbers {
      var intake = try account.begin(uid: [], listedOctets: nil, now: ArchiveFixture.now)
      try intake.append(Offered.numbered(number).wire.span.bytes)
      batch.append(try intake.finish())
    }
    var claims = Claims()
    _ = try account.commit(batch, claims: &claims, now: ArchiveFixture.now)
  }
}

/// Words alone answer: nothing is to be asked.
private struct Unasked: MessageExaminer {
  struct Asked: Error {}
  /// ThreadSanitizer looks at the place of what has none.
  private let place = 0
  mutating func contains(_ match: WordMatch, message: Int64) throws -> Bool { throw Asked() }
  mutating func holds(_ fact: MessageFact, message: Int64) throws -> Bool { throw Asked() }
  mutating func messages(flagged flag: Character, limit: Int) throws -> Set<Int64>? { throw Asked() }
}
