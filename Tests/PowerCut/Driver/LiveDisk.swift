import Glibc
import TestFiles
import TestServers

/// A disk with power: the image held by its daemon, under a loop device, mounted at `path`.
final class LiveDisk {
  /// What the daemon tells of itself.
  struct Counts {
    /// Requests so far that wrote, and that flushed.
    let writes: Int
    let flushes: Int
    /// Writes since the last flush.
    let pending: Int
    let isDead: Bool
    /// Of the cut: units that are not as last written, and units that are not as at the last flush.
    let lost: Int
    let arrived: Int

    fileprivate init(_ text: String) {
      let pairs = text.split(separator: "\n").map { $0.split(separator: " ") }
      let values = Dictionary(
        pairs.compactMap { pair in pair.last.flatMap { Int($0) }.map { (pair[0], $0) } },
        uniquingKeysWith: { $1 })
      writes = values["writes"] ?? 0
      flushes = values["flushes"] ?? 0
      pending = values["pending"] ?? 0
      isDead = values["dead"] == 1
      lost = values["lost"] ?? 0
      arrived = values["arrived"] ?? 0
    }
  }

  /// Where its file system is mounted.
  let path: String
  private let folder: TemporaryFolder
  private let daemon: ChildProcess
  private let device: String
  private var isOn = true

  /// Turns on a disk that holds `image`: its file system mends itself as after any cut.
  init(_ image: String, _ fileSystem: FileSystem, at path: String, program: String) throws {
    folder = try TemporaryFolder()
    self.path = path
    for place in [folder("disk"), path] { try Tool.makeFolder(place) }
    daemon = try ChildProcess.start([program, folder("disk"), image], log: folder("log"))
    let file = folder("disk/disk.img")
    do {
      try Tool.wait(for: "the disk's daemon") { access(file, F_OK) == 0 }
      // The loop device goes when the mount does, whatever becomes of this process.
      try Tool.run(["mount", "-t", fileSystem.rawValue, "-o", "loop", file, path])
      device = String(try Tool.run(["findmnt", "-n", "-o", "SOURCE", path]).prefix { $0 != "\n" })
      try Tool.run(["losetup", "--direct-io=on", device])
    } catch {
      umount2(path, Int32(MNT_DETACH))
      umount2(folder("disk"), Int32(MNT_DETACH))
      daemon.end()
      throw error
    }
  }

  deinit {
    if isOn {
      umount2(path, Int32(MNT_DETACH))
      umount2(folder("disk"), Int32(MNT_DETACH))
      daemon.end()
    }
  }

  func counts() throws -> Counts {
    Counts(String(decoding: try readFile(folder("disk/control")), as: UTF8.self))
  }

  /// Cuts the power when its time comes, which is now where `loss` says no request; `image` is what the disk holds
  /// then.
  func cut(_ loss: PowerLoss, to image: String) throws {
    let (kind, count) =
      switch loss.when {
      case .time: ("request", 0)
      case .request(let number): ("request", number)
      case .flush(let number): ("flush", number)
      }
    let order = "cut \(image) \(loss.unflushed.rawValue) \(loss.seed) \(loss.unit) \(kind) \(count)\n"
    let control = open(folder("disk/control"), O_WRONLY | O_CLOEXEC)
    guard control >= 0 else { throw TestFileFailure(call: "open control", code: errno) }
    defer { close(control) }
    guard write(control, order, order.utf8.count) == order.utf8.count else {
      throw TestFileFailure(call: "cut", code: errno)
    }
  }

  /// Unmounts what is left of the file system and ends the daemon.
  func remove() throws {
    try Tool.wait(for: "unmount \(path)") {
      if umount2(path, 0) == 0 { return true }
      guard errno == EBUSY else { throw TestFileFailure(call: "unmount", code: errno) }
      return false
    }
    isOn = false
    try Tool.wait(for: "the end of \(device)") { try !isAttached() }
    guard umount2(folder("disk"), 0) == 0 else {
      throw TestFileFailure(call: "unmount the disk", code: errno)
    }
    daemon.end()
  }

  /// True while the loop device holds the image; its number may be another's soon after.
  private func isAttached() throws -> Bool {
    let file = "/sys/block/\(device.split(separator: "/").last ?? "")/loop/backing_file"
    guard access(file, F_OK) == 0 else { return false }
    do {
      return String(decoding: try readFile(file), as: UTF8.self) == "\(folder("disk/disk.img"))\n"
    } catch {
      return false
    }
  }

  /// Octets that are free.
  func freeSpace() throws -> Int {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { throw TestFileFailure(call: "statvfs", code: errno) }
    return Int(status.f_bavail * status.f_frsize)
  }
}
