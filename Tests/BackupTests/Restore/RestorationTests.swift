import Archive
import Backup
import MailIndex
import TestFiles
import Testing

/// Mail that comes back from a drive, into archives that are empty, or are not.
@Suite struct RestorationTests {
  static let mailbox: [Offered] = [.numbered(1), .numbered(2), .numbered(3, day: "1 Feb 2024"), .bare]

  @Test func `into an empty archive everything comes back octet for octet, and nothing is fetched again`()
    throws
  {
    let fixture = try RestoreFixture(Self.mailbox)
    let summary = try fixture.restore()
    #expect(summary.accounts == 1 && summary.restored == 4 && summary.known == 0)
    #expect(summary.damaged.isEmpty && summary.hasSnapshot)
    #expect(summary.octets == Int64(Self.mailbox.map(\.wire.count).reduce(0, +)))
    try fixture.expectExactly(Self.mailbox)
    #expect(
      try Set(fixture.target.rows().map(\.message.arrived))
        == Set(fixture.source.rows().map(\.message.arrived)))
    // Whoever has mail from a drive has had it before.
    #expect(try fixture.files().all.allSatisfy { $0.path.hasSuffix(":2,S") })
  }

  @Test func `restored twice it is there once`() throws {
    let fixture = try RestoreFixture(Self.mailbox)
    try fixture.restore()
    let again = try fixture.restore()
    #expect(again.restored == 0 && again.known == 4)
    try fixture.expectExactly(Self.mailbox)
  }

  @Test func `into an archive that has some of it only the rest comes`() throws {
    let fixture = try RestoreFixture(Self.mailbox)
    try fixture.target.fetch([.numbered(2), .numbered(9)])
    let summary = try fixture.restore()
    #expect(summary.restored == 3 && summary.known == 1)
    try fixture.expectExactly(Self.mailbox + [.numbered(9)])
  }

  @Test
  func `a message whose file is gone here comes back, and one that is here under another unique-id does not`()
    throws
  {
    let fixture = try RestoreFixture(Self.mailbox)
    try fixture.target.fetch([.numbered(1), .numbered(2, uid: "renumbered")])
    try removeFile(try fixture.target.file(of: .numbered(1)))
    let summary = try fixture.restore()
    #expect(summary.restored == 3 && summary.known == 1)
    try fixture.expectExactly([.numbered(1), .numbered(2, uid: "renumbered")] + Self.mailbox[2...])
  }

  @Test func `what was imported comes back as no server's copy, until a fetch has bound it`() throws {
    let fixture = try RestoreFixture([.numbered(1)])
    let imported = [Offered.numbered(2), .numbered(3)]
    try importing(imported, into: fixture.source)
    try fixture.source.fetch([.numbered(3)])
    try fixture.source.backUp("red")
    #expect(try fixture.restore().restored == 3)
    #expect(try fixture.restore().restored == 0)
    do {
      // The archive is open for so long: one writes at a time.
      let account = try fixture.target.open().account("home", now: DriveFixture.now)
      #expect(try account.openCopyCount() == 2)
      #expect(try account.copies(uid: Array(Offered.numbered(3).uid.utf8)).count == 1)
    }
    #expect(try importing(imported, into: fixture.target) == 0)
  }

  /// How many of the messages were new.
  @discardableResult
  private func importing(_ messages: [Offered], into fixture: DriveFixture) throws -> Int {
    let account = try fixture.open().account("home", now: DriveFixture.now)
    let batch = try messages.map { message in
      var intake = try account.begin(ImportedMessage(arrival: 1_600_000_000, flags: "S"))
      try intake.append(message.wire.span.bytes)
      return try intake.finish()
    }
    let count = try account.take(batch, now: DriveFixture.now).count { $0 }
    try account.finishRun()
    return count
  }

  @Test func `the same content under two names comes back twice, and no third time`() throws {
    let twice = [Offered.numbered(1), Offered.numbered(1, uid: "other")]
    let fixture = try RestoreFixture(twice)
    let count = try CopyOnDrive(fixture.copy).messages.count
    #expect(count == 2)
    #expect(try fixture.restore().restored == 2)
    try fixture.expectExactly(twice)
    #expect(try fixture.restore().known == 2)
    #expect(try fixture.files().all.count == 2)
  }

  @Test func `two messages of one name on the drive come back as two`() throws {
    let twins = [Offered.numbered(1), Offered.numbered(2, uid: "uid-1")]
    let fixture = try RestoreFixture(twins)
    #expect(try fixture.restore().restored == 2)
    try fixture.expectExactly(twins)
  }

  @Test(arguments: 0...5)
  func `ended early after any number of messages, the next restore brings the rest`(_ steps: Int) throws {
    let fixture = try RestoreFixture(Self.mailbox)
    #expect(refusal { try fixture.restore(endingAfter: steps) } == (steps < 4 ? .stopped : nil))
    let summary = try fixture.restore()
    #expect(summary.restored + summary.known == 4)
    try fixture.expectExactly(Self.mailbox)
  }

  @Test func `folders of a partition and what became of copies on the server come back`() throws {
    let fixture = try RestoreFixture(Self.mailbox, options: AccountOptions(partition: .month))
    do {
      let account = try fixture.source.open().account("home", now: DriveFixture.now)
      try account.mark(try account.copies(uid: Array("uid-1".utf8)), .gone, now: DriveFixture.now)
      try account.finishRun()
    }
    // What the drive knows is as old as the last run that copied the index.
    try fixture.source.fetch([.numbered(9)], options: AccountOptions(partition: .month))
    try fixture.source.backUp("red")
    try fixture.restore()
    try fixture.expectExactly(Self.mailbox + [.numbered(9)])
    let folders = try Dictionary(
      uniqueKeysWithValues: fixture.target.rows().map { ($0.message.base, $0.message.folder) })
    #expect(
      try folders
        == Dictionary(
          uniqueKeysWithValues: fixture.source.rows().map { ($0.message.base, $0.message.folder) }))
    #expect(Set(folders.values) == [".2023.11", ".2024.01", ".2024.02"])
    let account = try fixture.target.open().account("home", now: DriveFixture.now)
    #expect(try account.copies(uid: Array("uid-1".utf8)).map(\.state) == [.gone])
    #expect(try account.copies(uid: Array("uid-2".utf8)).map(\.state) == [.stored])
  }

  @Test func `accounts whose folders have a tilde get their own names back`() throws {
    let fixture = try RestoreFixture(Self.mailbox)
    for name in ["con", "README.txt"] { try fixture.source.fetch([.numbered(1)], for: name) }
    try fixture.source.backUp("red")
    #expect(try fixture.restore().accounts == 3)
    #expect(try fixture.target.open(.reading).accountNames() == ["README.txt", "con", "home"])
    for name in ["con", "README.txt"] { #expect(try fixture.files(name).all.count == 1) }
  }

  @Test func `a copy of the index does not go to the drive of the archive that was restored`() throws {
    let fixture = try RestoreFixture(Self.mailbox)
    try fixture.restore()
    #expect(try fixture.target.copyCounts() == [0, 0, 0, 0])
    #expect(try fixture.target.open(.reading).asking { try $0.drives() }.isEmpty)
  }
}
