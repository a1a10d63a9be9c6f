import Glibc
import TestFiles
import TestServers

/// An ext4 in a file, which can be detached from its folder under a running program and attached again later; it
/// takes root and a loop device.
final class LoopDisk: Sendable {
  private let files: TemporaryFolder
  private let mountPoint: TemporaryFolder

  /// Where the file system is, while it is attached.
  var path: String { mountPoint.path }

  /// Nil where this process may not mount.
  init?(megabytes: Int) throws {
    files = try TemporaryFolder()
    mountPoint = try TemporaryFolder()
    try files.write("image", [])
    guard truncate(files("image"), megabytes << 20) == 0 else { throw SystemFailure("truncate") }
    guard try run("mkfs.ext4", "-q", "-F", files("image")), try attach() else { return nil }
  }

  /// False where this process may not mount.
  func attach() throws -> Bool {
    try waitUntilFree()
    return try run("mount", "-o", "loop", files("image"), path)
  }

  /// Takes the file system out of the folder at once; who has files open in it keeps them.
  func detach() throws { try unmountEverywhere(path, MNT_DETACH) }

  deinit {
    // It may be detached by now.
    do { try detach() } catch {}
  }

  /// True where this process may mount.
  static var isPossible: Bool {
    do { return try LoopDisk(megabytes: 8) != nil } catch { return false }
  }

  private func run(_ words: String...) throws -> Bool {
    guard ChildProcess.locate(words[0]) != nil else { return false }
    let child = try ChildProcess.start(words, log: files("output"))
    guard let status = child.wait(.seconds(20)) else {
      child.end()
      return false
    }
    return status == 0
  }

  /// The last program that used the file system may have ended just now: only when its loop device is gone may
  /// the file have another.
  private func waitUntilFree() throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try isInUse() {
      guard ContinuousClock.now < deadline else { throw SystemFailure("detach \(files("image"))", EBUSY) }
      poll(nil, 0, 5)
    }
  }

  private func isInUse() throws -> Bool {
    try folderNames("/sys/block").contains { device in
      let file = "/sys/block/\(device)/loop/backing_file"
      guard access(file, R_OK) == 0 else { return false }
      return try String(decoding: readFile(file), as: UTF8.self).hasPrefix(files("image"))
    }
  }
}
