import Archive
import Backup
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

/// What a run copies, and under which names.
@Suite struct BackupRunTests {
  static let mailbox: [Offered] = [
    .numbered(1), .numbered(2), .numbered(3, day: "1 Feb 2024"), .bare,
  ]

  /// Of a drive with a mailbox on it.
  private func filled(_ mailbox: [Offered]) throws -> DriveFixture {
    let fixture = try DriveFixture()
    try fixture.fetch(mailbox)
    try fixture.add("red")
    try fixture.backUp("red")
    return fixture
  }

  @Test func `everything is copied byte for byte, in wire form, under the moment of its arrival`() throws {
    let fixture = try DriveFixture()
    try fixture.fetch(Self.mailbox)
    try fixture.fetch([.numbered(9)], for: "work", options: AccountOptions(partition: .month))
    let id = try fixture.add("red").drive.marker.id
    let report = try fixture.backUp("red")
    let copy = try CopyOnDrive(fixture.copy("red"))
    #expect(
      copy.messages["home/2023/2023-11/20231123T100000Z-jje2z6fgxvzhokcj.eml"] == Offered.numbered(1).wire)
    #expect(
      copy.messages["home/2023/2023-11/20231123T100000Z-v6xmfvn4qarag6qz.eml"] == Offered.numbered(2).wire)
    #expect(copy.messages["home/2024/2024-02/20240201T100000Z-6w3cccxzhrkm3ux5.eml"] == Self.mailbox[2].wire)
    #expect(copy.messages.filter { $0.key.hasPrefix("home/2024/2024-01/20240102T000001Z-") }.count == 1)
    #expect(copy.messages.filter { $0.key.hasPrefix("work/2023/2023-11/") }.count == 1)
    try copy.expectExactly(Self.mailbox + [.numbered(9)])
    let octets = (Self.mailbox + [.numbered(9)]).map(\.wire.count).reduce(0, +)
    #expect(report.copied == 5 && report.verified == 5 && report.bytes == Int64(octets))
    #expect(report.id == id && report.name == "red" && report.path == fixture.copy("red"))
    #expect(report.warnings.isEmpty)
    #expect(try fixture.copyCounts() == [1, 1, 1, 1, 1])
    #expect(try fixture.lack(of: "red") == DriveLack())
  }

  @Test func `times and modes are those of mail that is nobody else's`() throws {
    let fixture = try filled([.numbered(1)])
    let month = "\(fixture.copy("red"))/home/2023/2023-11"
    let file = "\(month)/20231123T100000Z-jje2z6fgxvzhokcj.eml"
    #expect(try FileTree.modified(file) == 1_700_733_600)
    #expect(try FileTree.mode(file) == 0o600 && FileTree.mode("\(month)/SHA256SUMS") == 0o600)
    #expect(try FileTree.mode(month) == 0o700)
  }

  @Test
  func `plain sha256sum -c finds everything right, the copy of the index and the file for strangers too`()
    throws
  {
    let fixture = try filled(Self.mailbox)
    let copy = try CopyOnDrive(fixture.copy("red"))
    #expect(try copy.manifest(".").keys.sorted() == ["README.txt", "index.sqlite"])
    for folder in ["", "/home/2023/2023-11", "/home/2024/2024-01", "/home/2024/2024-02"] {
      #expect(try CheckSums.run(in: copy.path + folder) == 0, "\(folder)")
    }
  }

  @Test func `the copy of the index can be opened, and has the same messages`() throws {
    let fixture = try filled(Self.mailbox)
    let index = try MailIndex.open(at: "\(fixture.copy("red"))/index.sqlite", mode: .reading)
    var rows: [MessageRow] = []
    try index.forEachMessage { rows.append($0) }
    #expect(try rows.sorted { $0.id < $1.id } == fixture.rows())
  }

  @Test func `where nothing is new nothing is written, and nothing is read but what tells so`() throws {
    var counts: [Int] = []
    for mailbox in [[Offered.numbered(1)], (1...20).map { Offered.numbered($0) }] {
      let fixture = try filled(mailbox)
      let log = CallLog()
      let report = try fixture.backUp("red", calls: log.calls())
      #expect(report.copied == 0 && report.verified == 0)
      #expect(log.all.filter { CallLog.changes.contains($0.operation) } == [])
      counts.append(log.all.count)
    }
    // Some of the messages are looked for, of many no more than of few dozens.
    #expect(counts.allSatisfy { $0 < 250 })
  }

  @Test func `only what is new is copied, and what is there is not read again`() throws {
    let fixture = try filled(Self.mailbox)
    try fixture.fetch([.numbered(10)])
    let log = CallLog()
    let report = try fixture.backUp("red", calls: log.calls())
    #expect(report.copied == 1 && report.verified == 1)
    #expect(log.all.allSatisfy { $0.operation != .open || !$0.name.hasSuffix(".eml") })
    try CopyOnDrive(fixture.copy("red")).expectExactly(Self.mailbox + [.numbered(10)])
    #expect(try fixture.copyCounts().allSatisfy { $0 == 1 })
  }

  @Test func `what is damaged or missing here is not copied, and is once it is whole`() throws {
    let fixture = try DriveFixture()
    try fixture.fetch(Self.mailbox)
    try fixture.add("red")
    let missing = try fixture.file(of: .numbered(1))
    let damaged = try fixture.file(of: .numbered(2))
    try moveFile(missing, to: fixture.path("aside"))
    try FileTree.flip(damaged)
    let report = try fixture.backUp("red")
    #expect(report.copied == 2 && report.missingHere == 1 && report.damaged == 1)
    try CopyOnDrive(fixture.copy("red")).expectExactly([.numbered(3, day: "1 Feb 2024"), .bare])
    #expect(try fixture.copyCounts() == [0, 0, 1, 1])
    #expect(try fixture.lack(of: "red").notHere == 2)
    try moveFile(fixture.path("aside"), to: missing)
    try FileTree.flip(damaged)
    #expect(try fixture.backUp("red").copied == 2)
    try CopyOnDrive(fixture.copy("red")).expectExactly(Self.mailbox)
    #expect(try fixture.copyCounts() == [1, 1, 1, 1])
  }

  @Test func `what comes here while a run is under way is copied by the next`() throws {
    let fixture = try DriveFixture()
    try fixture.fetch([.numbered(1)])
    try fixture.add("red")
    try fixture.backUp("red")
    try fixture.fetch([.numbered(2)])
    #expect(try fixture.copyCounts() == [1, 0])
    #expect(try fixture.lack(of: "red").messages == 1)
    #expect(try fixture.backUp("red").copied == 1)
  }

  @Test func `the same content under two unique-ids is on the drive once for each message here`() throws {
    let fixture = try filled([
      .numbered(1), Offered("other", String(decoding: Offered.numbered(1).wire, as: UTF8.self)),
    ])
    let count = try fixture.rows().count
    #expect(try CopyOnDrive(fixture.copy("red")).messages.count == count)
    #expect(try fixture.copyCounts() == Array(repeating: 1, count: count))
  }

  @Test func `a run on a drive that is read-only writes nothing and says so`() throws {
    let fixture = try DriveFixture()
    try fixture.fetch([.numbered(1)])
    try fixture.add("red")
    let archive = try fixture.open()
    let search = try DriveSearch(of: archive, in: [fixture.system("red", isReadOnly: true)])
    let drive = try #require(search.attached.first)
    let code = refusal { try BackupRun(archive, drive, BackupOptions(), now: { 0 }).run() }
    guard case .file(let failure)? = code else {
      Issue.record("\(String(describing: code))")
      return
    }
    #expect(failure.errno == .readOnlyFileSystem)
    #expect(try fixture.copyCounts(in: archive) == [0])
  }
}
