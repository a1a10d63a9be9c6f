import Glibc
import TestDrives
import TestFiles
import Testing

/// Drives that are not what they were: older, another's, damaged.
@Suite(.enabled(if: Drive.isPossible, "takes root, loop devices and FUSE")) struct ChangedDriveTests {
  private func bench(_ count: Int = 30) throws -> BackupBench {
    try BackupBench(MadeMail.awkward + MadeMail.contents(1...count))
  }

  @Test(arguments: [DriveFormat.ext4, .exfat])
  func `another archive's drive of the same label and name is never written to`(format: DriveFormat) throws {
    let (mine, theirs) = (try bench(), try BackupBench(MadeMail.contents(101...110)))
    let (drive, foreign) = (try Drive(format), try Drive(format))
    try drive.attach()
    try mine.add(drive)
    try mine.backup().succeeds()
    try foreign.attach()
    try theirs.add(foreign)
    try theirs.backup().succeeds()
    let before = try DriveCopy(on: foreign).all()
    try mine.bring(1031...1040)
    // Both are there, then the foreign one in its place.
    try mine.backup().succeeds()
    try mine.expectRight(drive)
    try drive.detach()
    try foreign.detach()
    try foreign.attach(at: "drive")
    try mine.bring(1041...1042)
    try mine.backup("--quiet").fails(75, "usb-red")
    try mine.home.run("backup", foreign.path, "--quiet").fails(65, "another archive")
    let isSame = try DriveCopy(on: foreign).all() == before
    #expect(isSame, "the foreign drive was changed")
    try theirs.expectRight(foreign)
    try drive.attach()
    try mine.backup().succeeds()
    try mine.expectRight(drive)
    // One drive may hold both archives.
    try mine.add(foreign, as: "usb-blue")
    try mine.backup().succeeds()
    try mine.expectRight(drive)
    #expect(try DriveCopy(on: foreign, archive: "mail-2").messages().count == mine.contents.count)
    try theirs.expectRight(foreign)
  }

  @Test(arguments: [DriveFormat.ext4, .exfat, .fat32, .ntfs])
  func `an older copy of a drive gets what it lacks, and so does the drive itself afterwards`(
    format: DriveFormat
  ) throws {
    let bench = try bench()
    let drive = try Drive(format)
    try drive.attach()
    try bench.add(drive)
    try bench.backup().succeeds()
    try drive.detach()
    let older = try drive.copy()
    try drive.attach()
    try bench.bring(1031...1050)
    try bench.backup().succeeds()
    try bench.expectRight(drive)
    try drive.detach()
    try older.attach()
    let run = try bench.backup("--json").succeeds()
    #expect(try run.json()["drives"]?[0]?["copied"]?.count == 20, "\(run)")
    try bench.expectRight(older)
    try older.detach()
    try bench.bring(1051...1052)
    try drive.attach()
    try bench.backup().succeeds()
    try bench.expectRight(drive)
  }

  @Test func `a drive and an older copy of it: the one as it was left is copied to, the other left alone`()
    throws
  {
    let bench = try bench()
    let drive = try Drive(.ext4)
    try drive.attach()
    try bench.add(drive)
    try bench.backup().succeeds()
    try drive.detach()
    let older = try drive.copy()
    try drive.attach()
    try bench.bring(1031...1035)
    try bench.backup().succeeds()
    try older.attach(at: "older")
    let before = try DriveCopy(on: older).all()
    try bench.bring(1036...1040)
    try bench.backup().succeeds()
    try bench.expectRight(drive)
    let isSame = try DriveCopy(on: older).all() == before
    #expect(isSame)
    // Where neither is as it was left, neither is touched.
    try IndexRows.change(bench.home.archive, "UPDATE drives SET stamp = '0123456789abcdef0123456789abcdef'")
    try bench.bring(1041...1042)
    try bench.backup("--quiet").fails(75, "usb-red", drive.path, older.path)
    #expect(try DriveCopy(on: drive).messages().count == bench.contents.count - 2)
    try older.detach()
    try bench.backup().succeeds()
    try bench.expectRight(drive)
  }

  @Test(arguments: [DriveFormat.ext4, .exfat, .ntfs])
  func `bits that flip on a drive are found by verify and mended by the next backup`(
    format: DriveFormat
  ) throws {
    let rotten = MadeMail.content(7_777, size: 9_000)
    let bench = try BackupBench(MadeMail.contents(1...30) + [rotten])
    let drive = try Drive(format)
    try drive.attach()
    try bench.add(drive)
    try bench.backup().succeeds()
    let copy = DriveCopy(on: drive)
    let sums = try #require(try copy.messageFiles().first).split(separator: "/").dropLast().reduce("") {
      "\($0)/\($1)"
    }
    for octets in [
      Array("Text of message 7777.".utf8),
      Array(try readFile("\(sums)/SHA256SUMS").dropFirst(300).prefix(40)),
      Array("SQLite format 3".utf8),
    ] {
      try drive.detach()
      try drive.flip(octets)
      try drive.attach()
      #expect(try DriveCopy(on: drive).complaints() != [], "\(String(decoding: octets, as: UTF8.self))")
      #expect(try bench.home.run("backup", "verify", "usb-red", "--quiet").status == 65)
      try bench.backup().succeeds()
      try bench.expectRight(drive)
    }
  }

  @Test func `a bit that flips beneath the page cache is found all the same`() throws {
    let bench = try BackupBench([MadeMail.content(7_777, size: 9_000)])
    let drive = try Drive(.ext4)
    try drive.attach()
    try bench.add(drive)
    try bench.backup().succeeds()
    let copy = DriveCopy(on: drive)
    #expect(try copy.messages() == bench.contents)
    try drive.flip(Array("Text of message 7777.".utf8))
    // The kernel has the file in memory, as it was.
    #expect(try copy.messages() == bench.contents)
    #expect(try bench.home.run("backup", "verify", "usb-red", "--quiet").status == 65)
    try bench.backup().succeeds()
    try bench.expectRight(drive)
  }

  @Test func `a clock that is set back or forward between backups neither loses nor doubles anything`() throws
  {
    let bench = try bench()
    let drive = try Drive(.exfat)
    try drive.attach()
    try bench.add(drive)
    var number = 1_000
    for years in [0, -12, 30, -1, 0] {
      try bench.bring(number...number + 4)
      number += 5
      let run = try bench.home.start(
        ["backup", "--json"], environment: try Fault.clock(ahead: years * 365 * 86_400)
      ).finish().succeeds()
      #expect(try run.json()["drives"]?[0]?["copied"]?.count == (number == 1_005 ? bench.contents.count : 5))
      try bench.expectRight(drive)
    }
    try drive.detach()
    // The message of a server whose clock is wrong has a place as well.
    let dates = [
      "Received: from a by b; Thu, 1 Jan 1970 00:00:00 +0000", "Date: Fri, 31 Dec 9999 23:59:59 +0000",
    ]
    let odd = try BackupBench(dates.map { Array("\($0)\r\nSubject: odd\r\n\r\ntext\r\n".utf8) })
    try drive.attach()
    try odd.add(drive)
    try odd.backup().succeeds()
    #expect(try DriveCopy(on: drive, archive: "mail-2").messages().count == 2)
    #expect(try DriveCopy(on: drive, archive: "mail-2").complaints() == [])
  }
}
