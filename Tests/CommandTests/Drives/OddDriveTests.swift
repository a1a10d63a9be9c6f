import Glibc
import TestDrives
import TestFiles
import Testing

/// What file systems make of names and numbers, and a drive that does not keep what it is given.
@Suite(.enabled(if: Drive.isPossible, "takes root, loop devices and FUSE")) struct OddDriveTests {
  @Test(arguments: ["aux", "README.txt", "CON", "index.sqlite", "Left.json"])
  func `an account named as another file, or as nothing may be named on Windows, has a folder all the same`(
    account: String
  ) throws {
    let bench = try BackupBench(MadeMail.awkward + MadeMail.contents(1...10), account: account)
    let drive = try Drive(.fat32)
    try drive.attach()
    try bench.add(drive)
    try bench.backup().succeeds()
    try bench.expectRight(drive)
    let names = try folderNames(DriveCopy(on: drive).path).map { $0.lowercased() }
    #expect(
      !names.contains(account.lowercased())
        || ["readme.txt", "index.sqlite", "left.json"].contains(account.lowercased()))
    #expect(Set(names).count == names.count)
  }

  @Test func `a copy goes onto a true FAT32 and comes back as it was`() throws {
    let bench = try BackupBench(MadeMail.awkward + MadeMail.contents(1...120))
    let drive = try Drive(.fat32)
    try drive.attach()
    try bench.add(drive)
    try bench.backup().succeeds()
    let copy = DriveCopy(on: drive)
    let before = try copy.all()
    let image = try FATImage(of: "\(drive.path)/popkeep")
    let back = try TemporaryFolder()
    try image.extract(to: back.path)
    let isSame = try DriveCopy(path: back("popkeep/mail")).all() == before
    #expect(isSame)
    // The drive that was filled by other means is the same drive.
    try drive.detach()
    let other = try Drive(.fat32)
    try other.attach()
    try image.extract(to: other.path)
    try bench.bring(1001...1003)
    try bench.backup().succeeds()
    try bench.expectRight(other)
  }

  @Test(.enabled(if: !DriveFormat.kernelHasFAT, "takes a driver that errs"))
  func `a drive that gives back other octets once is written to again, and one that always does is told`()
    throws
  {
    let bench = try BackupBench(MadeMail.contents(1...20) + [MadeMail.content(21, size: 20_000)])
    for rot in [Drive.Rot.once, .always] {
      let drive = try Drive(.fat32)
      try drive.attach(rotting: (rot, "Text of message 21."))
      try bench.add(drive, as: "usb-\(rot)")
      switch rot {
      case .once:
        try bench.backup().succeeds()
        try bench.expectRight(drive)
      case .always:
        try bench.backup("--quiet").fails(74, "usb-always", "other octets")
        try bench.expectUntouched()
        try drive.detach()
        try drive.attach()
        try bench.backup().succeeds()
        try bench.expectRight(drive)
      }
      try drive.detach()
    }
  }

  @Test func `a row of the index that names no file of popkeep never counts as copied`() throws {
    let bench = try BackupBench(MadeMail.contents(1...5))
    try IndexRows.change(bench.home.archive, "UPDATE messages SET base = 'odd' WHERE id = 3")
    func gaps() throws -> [Int64] {
      try IndexRows.integers("SELECT message FROM drive_gaps ORDER BY message", archive: bench.home.archive)
    }
    let drive = try Drive(.ext4)
    try drive.attach()
    try bench.add(drive)
    try bench.backup("--quiet")
    #expect(try gaps() == [3])
    #expect(try DriveCopy(on: drive).messages().count == 4)
    // Also where the drive is looked through, since it is not as it was left.
    try removeFile(DriveCopy(on: drive)("left.json"))
    try bench.backup("--quiet")
    #expect(try gaps() == [3])
    #expect(try DriveCopy(on: drive).complaints() == [])
  }
}
