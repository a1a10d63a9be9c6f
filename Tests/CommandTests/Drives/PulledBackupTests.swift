import Glibc
import TestDrives
import TestFiles
import Testing

/// A drive that goes away while it is copied to, fills up, or takes no changes.
@Suite(.enabled(if: Drive.isPossible, "takes root, loop devices and FUSE")) struct PulledBackupTests {
  static let formats: [DriveFormat] = [.ext4, .exfat, .fat32, .ntfs]

  @Test(arguments: formats, BackupBench.Moment.allCases)
  func `a drive pulled in the middle of a backup is right after the next run, and nothing lands beneath it`(
    format: DriveFormat, moment: BackupBench.Moment
  ) throws {
    let bench = try BackupBench(BackupBench.many)
    let drive = try Drive(format, octets: max(format.smallest, 64 << 20))
    try drive.attach()
    try bench.add(drive)
    let command = try bench.startAndHalt(drive, at: moment)
    let mountPoint = drive.path
    try drive.pull()
    command.signal(SIGCONT)
    let run = try command.finish()
    #expect(run.status == 0 || run.status == 74, "\(run)")
    #expect(try folderNames(mountPoint) == [])
    try bench.expectUntouched()
    try bench.home.run("backup", "--quiet").fails(75, "usb-red")
    try drive.attach(at: "elsewhere")
    try bench.backup().succeeds()
    try bench.expectRight(drive)
  }

  @Test(arguments: formats, BackupBench.Moment.allCases)
  func `a device that is gone in the middle of a backup: a sentence, and right after the next run`(
    format: DriveFormat, moment: BackupBench.Moment
  ) throws {
    let bench = try BackupBench(BackupBench.many)
    let drive = try Drive(format, octets: max(format.smallest, 64 << 20))
    try drive.attach()
    try bench.add(drive)
    let command = try bench.startAndHalt(drive, at: moment)
    try drive.vanish()
    command.signal(SIGCONT)
    let run = try command.finish()
    run.fails(74, "usb-red", "no longer there")
    try bench.expectUntouched()
    try drive.pull()
    try drive.attach()
    try bench.backup().succeeds()
    try bench.expectRight(drive)
  }

  @Test(arguments: formats)
  func `a full drive ends with 74 and has what fits, whole; with room the next run brings the rest`(
    format: DriveFormat
  ) throws {
    let bench = try BackupBench(BackupBench.many)
    let drive = try Drive(format)
    try drive.attach()
    try bench.add(drive)
    let filler = try drive.fill(leaving: 3 << 20)
    let run = try bench.backup("--quiet").fails(74, "usb-red", "full")
    #expect(run.output == "")
    try bench.expectUntouched()
    #expect(try DriveCopy(on: drive).complaints() == [])
    #expect(Set(try DriveCopy(on: drive).messages()).isSubset(of: Set(bench.contents)))
    try removeFile(filler)
    try bench.backup().succeeds()
    try bench.expectRight(drive)
  }

  @Test(arguments: formats)
  func `a read-only drive is refused with a sentence and nothing is counted`(format: DriveFormat) throws {
    let bench = try BackupBench(MadeMail.contents(1...20))
    let drive = try Drive(format)
    try drive.attach()
    try bench.add(drive)
    try bench.backup().succeeds()
    let before = try DriveCopy(on: drive).all()
    try bench.bring(1021...1030)
    try drive.detach()
    try drive.attach(readOnly: true)
    try bench.backup("--quiet").fails(74, "usb-red", "read-only")
    let isSame = try DriveCopy(on: drive).all() == before
    #expect(isSame)
    try bench.expectUntouched()
    try drive.detach()
    try drive.attach()
    try bench.backup().succeeds()
    try bench.expectRight(drive)
  }
}
