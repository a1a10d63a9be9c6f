import Glibc
import TestDrives
import TestFiles
import Testing

/// More messages of one month than a folder of FAT has room for. It takes its time, and runs with the suites that have
/// deadlines.
@Suite(.enabled(if: Drive.isPossible, "takes root, loop devices and FUSE")) struct CrowdedMonthTests {
  @Test func `more than 10,000 messages of a month are in several folders on FAT, and further ones follow`()
    throws
  {
    let bench = try BackupBench((1...10_040).map { MadeMail.content($0) })
    let drive = try Drive(.fat32, octets: 256 << 20)
    try drive.attach()
    try bench.add(drive)
    try bench.backup("--quiet").succeeds()
    try bench.expectRight(drive)
    let year = DriveCopy(on: drive)("home/2026")
    #expect(try folderNames(year) == ["2026-11", "2026-11.2"])
    #expect(try folderNames("\(year)/2026-11").count == 10_001)
    try bench.bring(20_001...20_010)
    try bench.backup("--quiet").succeeds()
    try bench.expectRight(drive)
    #expect(try folderNames("\(year)/2026-11.2").count == 51)
  }
}
