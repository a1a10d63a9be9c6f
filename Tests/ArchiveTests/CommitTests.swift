import Archive
import MailIndex
import Maildir
import Synchronization
import SystemPackage
import TestFiles
import Testing

@Suite struct CommitTests {
  @Test func `a batch is stored, recorded and known by unique-id`() throws {
    let fixture = try ArchiveFixture()
    let mailbox = (1...20).map { Offered.numbered($0) }
    let committed = try fixture.sync(mailbox)
    #expect(committed.count == 20)
    #expect(committed.allSatisfy { !$0.isDuplicate && $0.archived.state == .stored })
    #expect(committed.map(\.archived.storedAt) == Array(repeating: ArchiveFixture.now, count: 20))
    #expect(committed[0].archived.arrived == 1_700_733_600)
    #expect(committed[0].archived.listedOctets == Int64(mailbox[0].wire.count))
    try fixture.expectExactly(mailbox)
    let row = try #require(try fixture.rows().first?.message)
    #expect(row.envelope.subject == "message 1")
    #expect(row.envelope.fromAddress == "ann@example.org")
    #expect(row.storedAsLF)
    #expect(try fixture.sync(mailbox).isEmpty)
  }

  @Test func `messages of the corpus are archived octet for octet`() throws {
    let fixture = try ArchiveFixture()
    let messages = try Corpus.messages().filter { ["cr", "mixed", "none"].contains($0.lineEnds) }
    #expect(!messages.isEmpty || !Corpus.isRequired)
    let mailbox = try messages.enumerated().map { Offered("\($0)", bytes: try $1.bytes()) }
    try fixture.sync(mailbox)
    #expect(try Set(fixture.messages()) == Set(mailbox.map(\.wire)))
  }

  @Test func `the index knows of a delivery before the first name, and of no message before the last flush`()
    throws
  {
    let fixture = try ArchiveFixture()
    try fixture.withAccount { _ in }
    let observed = Mutex<[String]>([])
    let path = fixture.root
    let calls = FileCalls { (call) throws(Errno) in
      guard [.rename, .flush, .flushFileSystem].contains(call.operation) else { return }
      let state = Self.look(path)
      observed.withLock { $0.append("\(call.operation.rawValue) \(state)") }
    }
    try fixture.withAccount(calls: calls) { account in
      let pending = try (1...2).map { try fixture.receive(.numbered($0), account) }
      observed.withLock { $0 = [] }
      var claims = Claims()
      #expect(try account.commit(pending, claims: &claims, now: 0).count == 2)
      try account.finishRun()
    }
    let delivering = "delivering, 0 rows"
    #expect(
      observed.withLock { $0 } == [
        "flush \(delivering)", "flush \(delivering)", "rename \(delivering)", "rename \(delivering)",
        "flush \(delivering)",
      ])
    #expect(Self.look(path) == "at rest, 2 rows")
  }

  private static func look(_ root: FilePath) -> String {
    do {
      let index = try Archive.open(root, for: .reading).index
      var rows = 0
      try index.forEachMessage { _ in rows += 1 }
      let account = try index.account(named: "home", create: false)
      return
        "\(try account.map { try index.isDelivering($0) } == true ? "delivering" : "at rest"), \(rows) rows"
    } catch {
      return "\(error)"
    }
  }

  @Test func `a message that is here already and listed nowhere else is bound, not stored again`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)])
    let renamed = Offered.numbered(1, uid: "other")
    let committed = try fixture.sync([.numbered(2), renamed])
    #expect(committed.map(\.isDuplicate) == [true])
    try fixture.expectExactly([.numbered(1), .numbered(2)], copies: 3)
    #expect(try fixture.sync([.numbered(2), renamed]).isEmpty)
  }

  @Test func `the same message twice in a mailbox is kept twice, under two unique-ids`() throws {
    let fixture = try ArchiveFixture()
    let mailbox = [Offered.numbered(1, uid: "a"), .numbered(1, uid: "b"), .numbered(1, uid: "c")]
    #expect(try fixture.sync(Array(mailbox[..<2])).map(\.isDuplicate) == [false, false])
    #expect(try fixture.sync(mailbox).map(\.isDuplicate) == [false])
    #expect(try fixture.rows().count == 3)
    #expect(try fixture.sync(mailbox).isEmpty)
  }

  @Test(arguments: [1, 100])
  func `one unique-id for two messages keeps both, and one for the same message twice keeps it once`(
    _ batch: Int
  ) throws {
    let fixture = try ArchiveFixture()
    let mailbox = [
      Offered.numbered(1, uid: "same"), .numbered(2, uid: "same"), .numbered(1, uid: "same"),
      .numbered(3, uid: "same"), .numbered(2, uid: "same"),
    ]
    #expect(try fixture.sync(mailbox, batch: batch).map(\.isDuplicate) == [false, false, true, false, true])
    try fixture.expectExactly([mailbox[0], mailbox[1], mailbox[3]], copies: 5)
    let counters = try fixture.rows().compactMap { MessageName(parsing: $0.message.base)?.counter }
    #expect(counters == [0, 2, 3])
  }

  @Test func `a name is not taken again when a reader has moved its file`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1, uid: "same")])
    let name = try #require(try fixture.names("new").first)
    let folder = fixture.folder
    try folder.write(
      "archive/accounts/home/cur/\(name):2,FRS", try readFile(folder("archive/accounts/home/new/\(name)")))
    try FileMoves.remove(folder("archive/accounts/home/new/\(name)"))
    try fixture.sync([.numbered(1, uid: "same"), .numbered(2, uid: "same")])
    #expect(try fixture.rows().compactMap { MessageName(parsing: $0.message.base)?.counter } == [0, 2])
    try fixture.expectExactly([.numbered(1, uid: "same"), .numbered(2, uid: "same")])
  }

  @Test func `a duplicate whose file is damaged or gone is stored again`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)])
    let names = try fixture.names("new").map { fixture.folder("archive/accounts/home/new/\($0)") }
    var bytes = try readFile(names[0])
    bytes[3] ^= 1
    try writeFile(names[0], bytes)
    try FileMoves.remove(names[1])
    let committed = try fixture.sync([.numbered(1, uid: "a"), .numbered(2, uid: "b")])
    #expect(committed.map(\.isDuplicate) == [false, false])
  }

  @Test func `a deleted message that comes back under its name keeps the count of its deletions`() throws {
    let fixture = try ArchiveFixture()
    let archived = try #require(try fixture.sync([.numbered(1)]).first?.archived)
    try fixture.withAccount { account in
      try account.mark([archived], .gone, isTry: true, now: 1)
      var claims = Claims()
      let pending = try fixture.receive(.numbered(1), account)
      let back = try #require(try account.commit([pending], claims: &claims, now: 2).first)
      #expect(back.isDuplicate)
      #expect(back.archived.copyID == archived.copyID)
      #expect(back.archived.deleteTries == 1)
      #expect(back.archived.state == .stored)
      #expect(try account.copies(uid: Array("uid-1".utf8)).map(\.deleteTries) == [1])
      try account.finishRun()
    }
    try fixture.expectExactly([.numbered(1)])
  }

  @Test func `mail without a unique-id is known by header and size`() throws {
    let fixture = try ArchiveFixture()
    try fixture.withAccount { account in
      var claims = Claims()
      let pending = try fixture.receive(.numbered(1, uid: ""), account)
      let archived = try #require(try account.commit([pending], claims: &claims, now: 1).first?.archived)
      #expect(archived.uid == [])
      #expect(try account.copies(headerHash: archived.headerHash).map(\.messageID) == [archived.messageID])
      try account.finishRun()
    }
  }

  @Test(arguments: [
    (AccountOptions.Partition.none, "new"), (.year, ".2023/new"), (.month, ".2023.11/new"),
  ])
  func `partitions follow the arrival`(_ partition: AccountOptions.Partition, _ place: String) throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1)], options: AccountOptions(partition: partition))
    #expect(try fixture.names(place).count == 1)
    #expect(try fixture.messages() == [Offered.numbered(1).wire])
    #expect(try fixture.sync([.numbered(1)], options: AccountOptions(markRead: true)).isEmpty)
    try fixture.sync([.numbered(2)], options: AccountOptions(partition: partition, markRead: true))
    #expect(try fixture.names(place.replacing("new", with: "cur")).first?.hasSuffix(":2,S") == true)
    #expect(try fixture.findings().isEmpty)
  }

  @Test func `an intake that is let go of never happened`() throws {
    let fixture = try ArchiveFixture()
    try fixture.withAccount { account in
      do {
        var intake = try account.begin(uid: [1], listedOctets: nil, now: 0)
        try intake.append([UInt8](repeating: 65, count: 200_000).span.bytes)
      }
      do { _ = try fixture.receive(.numbered(1), account) }
      #expect(try fixture.names("tmp").isEmpty)
      try account.finishRun()
    }
    try fixture.expectExactly([])
  }

  @Test func `a header of any length makes a bounded row`() throws {
    let fixture = try ArchiveFixture()
    let header =
      "Subject: " + String(repeating: "ä", count: 100_000) + "\r\nTo: "
      + (1...20_000).map { "a\($0)@example.org" }.joined(separator: ", ") + "\r\n\r\ntext\r\n"
    try fixture.sync([Offered("a", header)])
    let envelope = try #require(try fixture.rows().first?.message.envelope)
    #expect(
      envelope.subject.map { $0.utf8.count <= 2_048 && $0.hasPrefix("ä") && !$0.contains("\u{fffd}") } == true
    )
    #expect(envelope.to.map { $0.utf8.count <= 4_096 } ?? true)
    #expect(try fixture.messages() == [Array(header.utf8)])
  }
}
