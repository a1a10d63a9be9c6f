import Archive
import Backup
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

/// Drives that are not as they were left, and archives that do not know any more how that was.
@Suite struct DriveStampTests {
  private static let before: [Offered] = [.numbered(1), .numbered(2)]
  private static let after: [Offered] = [.numbered(3), .bare]

  private func filled() throws -> DriveFixture {
    let fixture = try DriveFixture()
    try fixture.fetch(Self.before)
    try fixture.add("red")
    try fixture.backUp("red")
    return fixture
  }

  private func expectWhole(_ fixture: DriveFixture, _ mailbox: [Offered] = before) throws {
    try CopyOnDrive(fixture.copy("red")).expectExactly(mailbox)
    #expect(try fixture.copyCounts() == mailbox.map { _ in 1 })
    #expect(try fixture.lack(of: "red") == DriveLack())
    let idle = try fixture.backUp("red")
    #expect(idle.copied == 0 && idle.verified == 0 && idle.warnings.isEmpty)
  }

  @Test func `an older copy of the drive gets what it lacks, and what it has is read, not copied again`()
    throws
  {
    let fixture = try filled()
    try FileTree.copy(fixture.path("red"), to: fixture.path("old"))
    try fixture.fetch(Self.after)
    try fixture.backUp("red")
    try FileTree.remove(fixture.path("red"))
    try moveFile(fixture.path("old"), to: fixture.path("red"))
    let report = try fixture.backUp("red")
    #expect(report.copied == 2 && report.verified == 4)
    #expect(report.warnings.contains { $0.contains("not as popkeep left it") })
    try expectWhole(fixture, Self.before + Self.after)
  }

  @Test func `an index that was made anew learns what the drive has by reading it, and copies nothing again`()
    throws
  {
    let fixture = try filled()
    _ = try Archive.reindex(fixture.root, now: DriveFixture.now)
    #expect(try fixture.copyCounts() == [0, 0])
    let report = try fixture.backUp("red")
    #expect(report.copied == 0 && report.verified == 2)
    try expectWhole(fixture)
  }

  @Test func `an index that was made anew does not take a damaged copy for whole`() throws {
    let fixture = try filled()
    _ = try Archive.reindex(fixture.root, now: DriveFixture.now)
    try FileTree.flip("\(fixture.copy("red"))/home/2023/2023-11/20231123T100000Z-jje2z6fgxvzhokcj.eml")
    let report = try fixture.backUp("red")
    #expect(report.copied == 1 && report.damaged == 1)
    try expectWhole(fixture)
  }

  @Test(arguments: [nil, "", "{}", "{\"stamp\":\"\u{1b}\"}"])
  func `a drive that does not say any more how it was left is looked through`(_ text: String?) throws {
    let fixture = try filled()
    let path = "\(fixture.copy("red"))/left.json"
    try removeFile(path)
    if let text { try writeFile(path, Array(text.utf8)) }
    let report = try fixture.backUp("red")
    #expect(report.copied == 0 && report.verified == 2)
    try expectWhole(fixture)
  }

  @Test(arguments: [nil, "", "{\"format\":1}"])
  func `a marker that is lost or damaged comes back, and the drive is the same one`(_ text: String?) throws {
    let fixture = try filled()
    let path = "\(fixture.copy("red"))/drive.json"
    let marker = try readFile(path)
    try removeFile(path)
    if let text { try writeFile(path, Array(text.utf8)) }
    let report = try fixture.backUp("red")
    #expect(report.copied == 0 && report.verified == 0)
    #expect(try readFile(path) == marker)
    try expectWhole(fixture)
  }

  @Test func `a drive that the archive has no note of is found by its marker, and noted again`() throws {
    let fixture = try filled()
    try FileTree.remove(fixture.path("mail/.popkeep/drives"))
    try expectWhole(fixture)
    #expect(try DriveSearch(of: fixture.open(.reading), in: []).known.map(\.name) == ["red"])
  }

  @Test func `a drive whose mail somebody removed gets it again`() throws {
    let fixture = try filled()
    try FileTree.remove("\(fixture.copy("red"))/home")
    #expect(try fixture.verify("red").missingThere == 2)
    #expect(try fixture.copyCounts() == [0, 0])
    #expect(try fixture.backUp("red").copied == 2)
    try expectWhole(fixture)
  }

  @Test(arguments: ["README.txt", "index.sqlite", "SHA256SUMS"])
  func `a file beside the messages that is gone is written again, without a message that is new`(
    _ name: String
  ) throws {
    let fixture = try filled()
    let path = "\(fixture.copy("red"))/\(name)"
    let size = try readFile(path).count
    // Not because a day has passed.
    let now = Int64(try FileTree.modified("\(fixture.copy("red"))/index.sqlite"))
    try removeFile(path)
    #expect(try fixture.backUp("red", now: now).copied == 0)
    if name != "index.sqlite" { #expect(try readFile(path).count == size) }
    #expect(try CheckSums.run(in: fixture.copy("red")) == 0)
    try expectWhole(fixture)
  }

  @Test(arguments: [nil, "", "x\n"])
  func `a list of a month that is lost is made anew when a message comes into it`(_ text: String?) throws {
    let fixture = try filled()
    let path = "\(fixture.copy("red"))/home/2023/2023-11/SHA256SUMS"
    try removeFile(path)
    if let text { try writeFile(path, Array(text.utf8)) }
    try fixture.fetch([.numbered(3)])
    #expect(try fixture.backUp("red").copied == 1)
    try expectWhole(fixture, Self.before + [.numbered(3)])
  }

  @Test func `a drive that could not be looked through to the end is looked through the next time`() throws {
    let fixture = try filled()
    try FileTree.flip("\(fixture.copy("red"))/home/2023/2023-11/20231123T100000Z-jje2z6fgxvzhokcj.eml")
    let calls = FileCalls.failing { $0.operation == .open && ["left.json", "SHA256SUMS"].contains($0.name) }
    let code = refusal { try fixture.backUp("red", calls: calls) }
    guard case .file? = code else {
      Issue.record("\(String(describing: code))")
      return
    }
    #expect(try fixture.copyCounts() == [0, 0])
    let report = try fixture.backUp("red")
    #expect(report.copied == 1 && report.damaged == 1)
    try expectWhole(fixture)
  }

  @Test func `a list that cannot be read is not written anew`() throws {
    let fixture = try filled()
    let path = "\(fixture.copy("red"))/home/2023/2023-11/SHA256SUMS"
    let list = try readFile(path)
    try fixture.fetch([.numbered(3)])
    let calls = FileCalls.failing { $0.operation == .open && $0.name == "SHA256SUMS" }
    let code = refusal { try fixture.backUp("red", calls: calls) }
    guard case .file? = code else {
      Issue.record("\(String(describing: code))")
      return
    }
    #expect(try readFile(path) == list)
    try fixture.backUp("red")
    try expectWhole(fixture, Self.before + [.numbered(3)])
  }

  @Test func `a file that was named and not listed before a run was cut off is listed, not copied again`()
    throws
  {
    let fixture = try DriveFixture()
    try fixture.fetch(Self.before)
    try fixture.add("red")
    let calls = FileCalls.failing { $0.operation == .rename && $0.name == "SHA256SUMS" }
    let code = refusal { try fixture.backUp("red", calls: calls) }
    guard case .file? = code else {
      Issue.record("\(String(describing: code))")
      return
    }
    #expect(try fixture.copyCounts() == [0, 0])
    #expect(try CopyOnDrive(fixture.copy("red")).messages.count == 2)
    let report = try fixture.backUp("red")
    #expect(report.copied == 0 && report.verified == 2)
    try expectWhole(fixture)
  }
}
