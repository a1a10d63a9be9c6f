import Archive
import Backup
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

@Suite struct DriveVerificationTests {
  private static let mailbox: [Offered] = [
    .numbered(1), .numbered(2), .numbered(3, day: "1 Feb 2024"), .bare,
  ]
  private static let first = "home/2023/2023-11/20231123T100000Z-jje2z6fgxvzhokcj.eml"

  private func filled() throws -> DriveFixture {
    let fixture = try DriveFixture()
    try fixture.fetch(Self.mailbox)
    try fixture.add("red")
    try fixture.backUp("red")
    return fixture
  }

  private func row(_ fixture: DriveFixture) throws -> DriveRow {
    try #require(try fixture.open(.reading).asking { try $0.drives() }.first)
  }

  @Test func `what is whole is counted, and nothing on the drive is written`() throws {
    let fixture = try filled()
    let log = CallLog()
    let archive = try fixture.open()
    let drive = try fixture.attached("red", to: archive, calls: log.calls())
    let report = try DriveVerification(archive, drive, sample: nil, threads: 2, now: { 7 }).run()
    #expect(
      report.verified == 4 && report.damaged == 0 && report.missingThere == 0 && report.warnings.isEmpty)
    #expect(log.all.filter { CallLog.changes.contains($0.operation) } == [])
    #expect(try row(fixture).lastVerified == 7)
  }

  @Test func `a flipped bit, a cut file and a missing one are told, do not count, and are copied again`()
    throws
  {
    let fixture = try filled()
    let copy = try CopyOnDrive(fixture.copy("red"))
    let paths = copy.messages.keys.sorted().map { "\(copy.path)/\($0)" }
    try FileTree.flip(paths[0])
    try writeFile(paths[1], Array(try readFile(paths[1]).dropLast()))
    try removeFile(paths[2])
    let report = try fixture.verify("red")
    #expect(report.verified == 1 && report.damaged == 2 && report.missingThere == 1)
    #expect(try fixture.copyCounts().reduce(0, +) == 1)
    let lack = try fixture.lack(of: "red")
    #expect(lack.damaged == 2 && lack.missing == 1 && lack.messages == 3)
    #expect(try fixture.backUp("red").copied == 3)
    try CopyOnDrive(fixture.copy("red")).expectExactly(Self.mailbox)
    #expect(try fixture.copyCounts() == [1, 1, 1, 1])
    #expect(try fixture.verify("red").verified == 4)
  }

  @Test func `slices together read everything, and each looks whether the others' files are there`() throws {
    let fixture = try filled()
    try FileTree.flip("\(fixture.copy("red"))/\(Self.first)")
    var verified = 0
    var damaged = 0
    for slice in 0..<3 {
      let report = try fixture.verify("red", Sample(slice: slice, of: 3))
      verified += report.verified
      damaged = max(damaged, report.damaged)
      #expect(report.missingThere == 0)
    }
    // What is known to be damaged is read by each slice that follows.
    #expect(verified == 3 && damaged == 1)
    #expect(try row(fixture).lastVerified == nil)
    let lost = try #require(
      try CopyOnDrive(fixture.copy("red")).messages.keys.first { $0.contains("2024-02") })
    try removeFile("\(fixture.copy("red"))/\(lost)")
    let share = try #require(Sample(share: 0.000_001, seed: 1))
    #expect(try fixture.verify("red", share).missingThere == 1)
  }

  @Test func `a copy that is damaged and whole again, as after another cable, counts again`() throws {
    let fixture = try filled()
    let path = "\(fixture.copy("red"))/\(Self.first)"
    try FileTree.flip(path)
    try fixture.verify("red")
    #expect(try fixture.copyCounts() == [0, 1, 1, 1])
    try FileTree.flip(path)
    #expect(try fixture.verify("red").damaged == 0)
    #expect(try fixture.copyCounts() == [1, 1, 1, 1])
  }

  @Test func `a list whose line is flipped is mended from the file, which is not copied again`() throws {
    let fixture = try filled()
    let list = "\(fixture.copy("red"))/home/2023/2023-11/SHA256SUMS"
    var bytes = try readFile(list)
    bytes[3] = bytes[3] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
    try writeFile(list, bytes)
    #expect(try fixture.verify("red").missingThere == 1)
    let report = try fixture.backUp("red")
    #expect(report.copied == 0 && report.verified == 1)
    try CopyOnDrive(fixture.copy("red")).expectExactly(Self.mailbox)
    #expect(try fixture.copyCounts() == [1, 1, 1, 1])
  }

  @Test(arguments: ["index.sqlite", "README.txt"])
  func `a damaged file beside the messages moves aside, and the next run writes it anew`(_ name: String)
    throws
  {
    let fixture = try filled()
    let path = "\(fixture.copy("red"))/\(name)"
    try FileTree.flip(path)
    let report = try fixture.verify("red")
    #expect(report.damaged == 1 && report.verified == 4)
    #expect(report.warnings.count == 1 && report.warnings[0].hasPrefix(name))
    #expect(!FileTree.exists(path) && FileTree.exists("\(path).damaged"))
    try fixture.backUp("red")
    #expect(try CheckSums.run(in: fixture.copy("red")) == 0)
    #expect(try fixture.verify("red").damaged == 0)
  }

  @Test func `what the archive itself has no file of is not expected on the drive`() throws {
    let fixture = try DriveFixture()
    try fixture.fetch(Self.mailbox)
    try removeFile(try fixture.file(of: .numbered(1)))
    try fixture.add("red")
    try fixture.backUp("red")
    let report = try fixture.verify("red")
    #expect(report.verified == 3 && report.missingThere == 0 && report.damaged == 0)
    #expect(try fixture.copyCounts() == [0, 1, 1, 1])
  }

  @Test func `what was not copied yet is not missing`() throws {
    let fixture = try filled()
    try fixture.fetch([.numbered(9)])
    let report = try fixture.verify("red")
    #expect(report.verified == 4 && report.missingThere == 0)
    #expect(try fixture.copyCounts() == [1, 1, 1, 1, 0])
  }

  @Test func `a drive that is read-only is verified, and nothing moves`() throws {
    let fixture = try filled()
    try FileTree.flip("\(fixture.copy("red"))/README.txt")
    let archive = try fixture.open()
    let search = try DriveSearch(of: archive, in: [fixture.system("red", isReadOnly: true)])
    let drive = try #require(search.attached.first)
    let report = try DriveVerification(archive, drive, sample: nil, threads: 1, now: { 7 }).run()
    #expect(report.verified == 4 && report.damaged == 1)
    #expect(FileTree.exists("\(fixture.copy("red"))/README.txt"))
  }

  @Test func `a bad sector is damage of one file, and what lies there is copied again`() throws {
    let fixture = try filled()
    let name = try #require(Self.first.split(separator: "/").last)
    do {
      let archive = try fixture.open()
      let calls = FileCalls.failing { $0.operation == .open && $0.name == name }
      let drive = try fixture.attached("red", to: archive, calls: calls)
      let report = try DriveVerification(archive, drive, sample: nil, threads: 1, now: { 7 }).run()
      #expect(report.verified == 3 && report.damaged + report.missingThere == 1)
      #expect(try fixture.copyCounts(in: archive) == [0, 1, 1, 1])
    }
    try fixture.backUp("red")
    try CopyOnDrive(fixture.copy("red")).expectExactly(Self.mailbox)
    #expect(try fixture.copyCounts() == [1, 1, 1, 1])
  }

  @Test func `a drive that is pulled in the middle is told as gone, and nothing is noted as damaged`() throws
  {
    let fixture = try filled()
    let archive = try fixture.open()
    let gone = Errno.noSuchAddressOrDevice
    let calls = FileCalls.failing(gone) { $0.operation == .open && $0.name.hasSuffix(".eml") }
    let drive = try fixture.attached("red", to: archive, calls: calls)
    let code = refusal { try DriveVerification(archive, drive, sample: nil, threads: 1, now: { 7 }).run() }
    #expect(code.map { DriveFailure($0, "red").isGone } == true)
    #expect(try fixture.copyCounts(in: archive) == [1, 1, 1, 1])
  }
}
