import Archive
import Fetching
import Glibc
import Settings
import SystemPackage

/// The last stage of a check: the archive is there and can be written, and its disk has room.
struct DiskCheck {
  private let archive: String
  private let minFree: FreeSpaceFloor

  init(_ configuration: Configuration) {
    archive = configuration.archive
    minFree = configuration.minFree
  }

  func row() -> CheckRow {
    let started = ContinuousClock.now
    let problem: Problem?
    var text = ""
    do {
      text = try summary()
      problem = nil
    } catch { problem = Problem(classifying: error) }
    return CheckRow(
      stage: CheckLine.Stage.disk.rawValue, seconds: Double(spent: ContinuousClock.now - started),
      text: problem?.message ?? text, problem: problem)
  }

  private func summary() throws -> String {
    guard Archive.isArchive(FilePath(archive)) else { throw ArchiveFailure(.notAnArchive, archive) }
    guard access(archive, W_OK | X_OK) == 0, access("\(archive)/accounts", W_OK | X_OK) == 0 else {
      throw Problem(
        .disk, "The archive \(archive) cannot be written: \(String(cString: strerror(errno))).",
        hint: "Look at the permissions of the folder, and whether its disk is mounted read-only.")
    }
    var status = statvfs()
    guard statvfs(archive, &status) == 0 else {
      throw Problem(
        .disk, "The free space of \(archive) is not known: \(String(cString: strerror(errno))).",
        hint: "Look at the disk.")
    }
    let free = Int64(clamping: status.f_bavail.multipliedFullWidth(by: status.f_frsize).low)
    let total = Int64(clamping: status.f_blocks.multipliedFullWidth(by: status.f_frsize).low)
    let floor = minFree.octets(of: total)
    guard free >= floor else {
      throw Problem(
        .disk,
        "The disk of \(archive) has \(Quantity.octets(free)) free, and minFree keeps \(Quantity.octets(floor)).",
        hint: "Free some space, or write a smaller minFree into the configuration.", temporary: true)
    }
    return "\(archive), \(Quantity.octets(free)) of \(Quantity.octets(total)) free"
  }
}
