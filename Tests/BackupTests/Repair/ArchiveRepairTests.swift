import Archive
import Backup
import MailIndex
import TestFiles
import Testing

@Suite struct ArchiveRepairTests {
  private static let mailbox: [Offered] = [.numbered(1), .numbered(2), .bare]
  private static let month = "home/2023/2023-11"

  private func filled(partition: AccountOptions.Partition = .none) throws -> DriveFixture {
    let fixture = try DriveFixture()
    try fixture.fetch(Self.mailbox, options: AccountOptions(partition: partition))
    try fixture.add("red")
    try fixture.backUp("red")
    return fixture
  }

  /// Finds out what is wrong here, and brings it back from the drive.
  private func repair(_ fixture: DriveFixture) throws -> RepairSummary {
    _ = try Archive.verify(fixture.root, each: { _ in })
    let archive = try fixture.open()
    return try ArchiveRepair(archive, from: fixture.attached("red", to: archive), now: DriveFixture.now).run()
  }

  private func summary(repaired: Int = 0, lacking: Int = 0) -> RepairSummary {
    var summary = RepairSummary()
    (summary.repaired, summary.lacking) = (repaired, lacking)
    return summary
  }

  private func expectWhole(_ fixture: DriveFixture) throws {
    let files = try MessageFiles(account: fixture.path("mail/accounts/home"))
    #expect(try Set(files.all.map { try $0.wire() }) == Set(Self.mailbox.map(\.wire)))
    #expect(files.all.count == Self.mailbox.count && files.temporary.isEmpty)
    #expect(try fixture.rows().allSatisfy { $0.state == .stored })
    #expect(try Archive.verify(fixture.root, each: { _ in }).problems == 0)
  }

  @Test(arguments: Offered.allOfRepair)
  func `a damaged message comes back octet for octet, and what it was moves aside`(_ message: Offered) throws
  {
    let fixture = try filled()
    let path = try fixture.file(of: message)
    try FileTree.flip(path)
    let damaged = try readFile(path)
    #expect(try repair(fixture) == summary(repaired: 1))
    try expectWhole(fixture)
    let aside = try folderNames(fixture.path("mail/.popkeep/damaged"))
    #expect(aside.count == 1)
    #expect(try aside.map { try readFile(fixture.path("mail/.popkeep/damaged/\($0)")) } == [damaged])
    #expect(try repair(fixture) == summary())
  }

  @Test func `a message that is damaged twice has both aside`() throws {
    let fixture = try filled()
    for _ in 0..<2 {
      try FileTree.flip(try fixture.file(of: .numbered(1)))
      #expect(try repair(fixture) == summary(repaired: 1))
    }
    #expect(try folderNames(fixture.path("mail/.popkeep/damaged")).count == 2)
    try expectWhole(fixture)
  }

  @Test func `a missing message comes back as read, since it was here before`() throws {
    let fixture = try filled()
    try removeFile(try fixture.file(of: .numbered(1)))
    #expect(try repair(fixture) == summary(repaired: 1))
    try expectWhole(fixture)
    #expect(try fixture.file(of: .numbered(1)).hasSuffix(":2,S"))
    #expect(!FileTree.exists(fixture.path("mail/.popkeep/damaged")))
  }

  @Test func `the flags of a damaged message are kept, and one that was new stays new`() throws {
    let fixture = try filled()
    let path = try fixture.file(of: .numbered(1))
    let read = path.replacing("/new/", with: "/cur/") + ":2,FRS"
    try moveFile(path, to: read)
    try FileTree.flip(read)
    try FileTree.flip(try fixture.file(of: .numbered(2)))
    #expect(try repair(fixture) == summary(repaired: 2))
    try expectWhole(fixture)
    #expect(try fixture.file(of: .numbered(1)) == read)
    #expect(try fixture.file(of: .numbered(2)).contains("/new/"))
  }

  @Test func `messages of partition folders come back into theirs`() throws {
    let fixture = try filled(partition: .month)
    let path = try fixture.file(of: .numbered(1))
    #expect(path.contains("/.2023.11/"))
    try FileTree.flip(path)
    try removeFile(try fixture.file(of: .bare))
    #expect(try repair(fixture) == summary(repaired: 2))
    try expectWhole(fixture)
    #expect(try fixture.file(of: .numbered(1)) == path)
    #expect(try fixture.file(of: .bare).contains("/.2024.01/cur/"))
  }

  @Test func `where the copy is damaged too, or gone, nothing changes and it is told`() throws {
    let fixture = try filled()
    let path = try fixture.file(of: .numbered(1))
    try FileTree.flip(path)
    let damaged = try readFile(path)
    let copy = "\(fixture.copy("red"))/\(Self.month)/20231123T100000Z-jje2z6fgxvzhokcj.eml"
    try FileTree.flip(copy, at: 20)
    #expect(try repair(fixture) == summary(lacking: 1))
    try FileTree.remove("\(fixture.copy("red"))/home")
    #expect(try repair(fixture) == summary(lacking: 1))
    #expect(try readFile(path) == damaged)
    #expect(!FileTree.exists(fixture.path("mail/.popkeep/damaged")))
    #expect(try MessageFiles(account: fixture.path("mail/accounts/home")).temporary.isEmpty)
  }

  @Test(arguments: [nil, "x"])
  func `the file's own octets tell where its list is lost`(_ list: String?) throws {
    let fixture = try filled()
    try removeFile("\(fixture.copy("red"))/\(Self.month)/SHA256SUMS")
    if let list { try fixture.folder.write("red/popkeep/mail/\(Self.month)/SHA256SUMS", text: list) }
    try FileTree.flip(try fixture.file(of: .numbered(1)))
    #expect(try repair(fixture) == summary(repaired: 1))
    try expectWhole(fixture)
  }

  @Test func `of two messages of one name on the drive the right one comes back`() throws {
    let fixture = try DriveFixture()
    let twin = Offered.numbered(2, uid: "uid-1")
    try fixture.fetch([.numbered(1), twin])
    try fixture.add("red")
    try fixture.backUp("red")
    for message in [.numbered(1), twin] {
      try FileTree.flip(try fixture.file(of: message))
      #expect(try repair(fixture) == summary(repaired: 1))
      _ = try fixture.file(of: message)
    }
  }

  @Test func `a link or a folder in the place of the copy is no copy`() throws {
    let fixture = try filled()
    let copy = "\(fixture.copy("red"))/\(Self.month)/20231123T100000Z-jje2z6fgxvzhokcj.eml"
    try moveFile(copy, to: fixture.path("whole"))
    try FileTree.makeLink(copy, to: fixture.path("whole"))
    try FileTree.flip(try fixture.file(of: .numbered(1)))
    #expect(try repair(fixture) == summary(lacking: 1))
  }

  @Test func `ended early, what was brought back stays`() throws {
    let fixture = try filled()
    for message in Self.mailbox { try removeFile(try fixture.file(of: message)) }
    _ = try Archive.verify(fixture.root, each: { _ in })
    do {
      let archive = try fixture.open()
      let drive = try fixture.attached("red", to: archive)
      let repair = ArchiveRepair(archive, from: drive, now: 0, isStopped: { true })
      #expect(refusal { try repair.run() } == .stopped)
    }
    #expect(try repair(fixture) == summary(repaired: 3))
    try expectWhole(fixture)
  }
}

extension Offered {
  /// One that is kept with LF, and one that is kept as it came.
  static let allOfRepair: [Offered] = [.numbered(1), .bare]
}
