import Glibc
import TestDrives
import TestFiles
import Testing

/// The built program, killed at every step of a backup, and with the changes of files failing in turn: on the drive, and
/// in the archive's index.
@Suite(.enabled(if: Drive.isPossible, "takes root, loop devices and FUSE")) struct BackupMatrixTests {
  enum Place: CaseIterable { case drive, index }

  struct Row: Sendable, CustomTestStringConvertible {
    let kind: Fault.Kind
    let place: Place
    let format: DriveFormat
    var testDescription: String { "\(kind), \(place), \(format)" }
  }

  private static let kills = [
    Row(kind: .kill, place: .drive, format: .ext4), Row(kind: .kill, place: .drive, format: .exfat),
    Row(kind: .kill, place: .drive, format: .ntfs), Row(kind: .kill, place: .index, format: .ext4),
  ]

  private static let failures = [
    Row(kind: .broken, place: .drive, format: .ext4), Row(kind: .staysBroken, place: .drive, format: .fat32),
    Row(kind: .staysFull, place: .drive, format: .exfat),
    Row(kind: .staysReadOnly, place: .drive, format: .ext4),
    Row(kind: .staysBroken, place: .index, format: .ext4), Row(kind: .full, place: .index, format: .ext4),
  ]

  @Test(arguments: kills)
  func `kill -9 at whichever step of a backup: the next run leaves every message on the drive once`(
    _ row: Row
  ) throws {
    try run(row, stride: 40) { run, wasHit in
      #expect(run.status == (wasHit ? 128 + SIGKILL : 0), "\(run)")
    }
  }

  @Test(arguments: failures)
  func `whichever change of a file fails in a backup: the next run leaves every message on the drive once`(
    _ row: Row
  ) throws {
    try run(row, stride: 80) { run, _ in
      // A fault that costs nothing is none; every other is the disk's.
      #expect(run.status == 0 || run.status == 74, "\(run)")
    }
  }

  /// Lets the fault befall the first backup to a drive at step 1, 2, 3 … until one comes to its end without it, and a
  /// later one to the same drive.
  private func run(_ row: Row, stride everyday: Int, _ look: (CommandRun, Bool) -> Void) throws {
    let bench = try BackupBench([0, 1, 3, 4].map { MatrixMail.contents[$0] })
    let stride = MatrixExtent.stride(everyday)
    var number = MatrixExtent.start(row: row.testDescription.utf8.count, stride: stride)
    var isHit = true
    while isHit {
      let drive = try Drive(row.format)
      try drive.attach()
      try bench.add(drive, as: "usb-\(number)")
      isHit = try disturb(bench, drive, row, number, look)
      try bench.bring(1_000 + number...1_001 + number)
      _ = try disturb(bench, drive, row, number, look)
      try drive.detach()
      number += stride
    }
    #expect(number > 20)
  }

  /// A backup with the fault, one without, and what must hold then. True where the fault was met.
  private func disturb(
    _ bench: BackupBench, _ drive: Drive, _ row: Row, _ number: Int, _ look: (CommandRun, Bool) -> Void
  ) throws -> Bool {
    let copy = DriveCopy(on: drive)
    let mark = bench.home.folder("mark-\(number)-\(bench.contents.count)")
    let place = row.place == .drive ? copy.path : "\(bench.home.archive)/index.sqlite"
    let fault = Fault(kind: row.kind, place: .archive, number: number)
    let run = try bench.home.start(
      ["backup", "--quiet"], environment: try fault.environment(archive: place, mark: mark)
    ).finish()
    let wasHit = access(mark, F_OK) == 0
    look(run, wasHit)
    // Names come before the list of them, and the copy of the index before its hash; messages are whole at any time.
    let wrong = try copy.complaints().filter { complaint in
      !["is not listed", "no SHA256SUMS"].contains { complaint.hasSuffix($0) }
        && !complaint.hasPrefix("\(copy.path):")
    }
    #expect(wrong == [], "step \(number)")
    try bench.backup("--quiet").succeeds()
    try bench.expectRight(drive)
    return wasHit
  }
}
