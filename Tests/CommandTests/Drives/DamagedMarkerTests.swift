import Glibc
import TestDrives
import TestFiles
import Testing

/// Drives whose markers say nothing any more. Every backup on the machine sees them meanwhile, and says so: they run by
/// themselves.
@Suite(.serialized, .enabled(if: Drive.isPossible, "takes root, loop devices and FUSE"))
struct DamagedMarkerTests {
  enum MarkerDamage: CaseIterable { case garbage, emptied, removed }

  @Test(arguments: MarkerDamage.allCases)
  func `a damaged marker is mended, and without any the drive is added anew and nothing copied twice`(
    damage: MarkerDamage
  ) throws {
    let bench = try BackupBench(MadeMail.awkward + MadeMail.contents(1...30))
    let drive = try Drive(.exfat)
    try drive.attach()
    try bench.add(drive)
    try bench.backup().succeeds()
    let copy = DriveCopy(on: drive)
    let marker = try readFile(copy("drive.json"))
    try self.damage("drive.json", of: copy, damage)
    try bench.bring(1031...1032)
    try bench.backup().succeeds()
    #expect(try readFile(copy("drive.json")) == marker)
    try bench.expectRight(drive)
    for name in ["drive.json", "left.json"] { try self.damage(name, of: copy, damage) }
    try bench.bring(1033...1034)
    let run = try bench.backup("--quiet")
    #expect([65, 75].contains(run.status) && !run.errors.isEmpty, "\(run)")
    try bench.expectUntouched()
    try bench.add(drive, as: "usb-new")
    let again = try bench.backup("--json").succeeds()
    #expect(try again.json()["drives"]?[0]?["copied"]?.count == 2, "\(again)")
    try bench.expectRight(drive)
  }

  private func damage(_ name: String, of copy: DriveCopy, _ damage: MarkerDamage) throws {
    switch damage {
    case .garbage: try writeFile(copy(name), Array("{ \"format\": 1, \"id\": \"".utf8) + [0, 255, 27])
    case .emptied: try writeFile(copy(name), [])
    case .removed: try removeFile(copy(name))
    }
  }
}
