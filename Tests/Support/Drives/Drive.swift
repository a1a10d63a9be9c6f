package import Glibc
import Synchronization
import TestFiles
import TestServers

/// An external drive: a file system in an image, which a test attaches, detaches, pulls out, breaks and copies.
///
/// Images and mount points are in folders of its own, below one that names this process; what a test lets go of is
/// unmounted, and so is what a run that was killed has left. It takes root, loop devices and FUSE.
package final class Drive: Sendable {
  package let format: DriveFormat
  let files: TemporaryFolder
  private let state = Mutex(State())

  private struct State {
    var mount: DriveMount?
    /// The driver of a mount that was pulled: it ends when the last program lets go of its files.
    var leaving: ChildProcess?
  }

  /// A new file system of `octets` (default: the smallest of its kind), not attached.
  package init(_ format: DriveFormat, octets: Int? = nil, label: String = "usb") throws {
    DriveMount.removeLeftovers()
    self.format = format
    files = try TemporaryFolder()
    try files.write("image", [])
    guard truncate(image, octets ?? format.smallest) == 0 else {
      throw TestFileFailure(call: "truncate", code: errno)
    }
    try DriveTool.run(format.command(image, label: label), log: files("output"))
  }

  /// What `original`, which is detached, holds now: the same drive at an earlier time.
  private init(copying original: Drive) throws {
    format = original.format
    files = try TemporaryFolder()
    try DriveTool.run(["cp", "--sparse=always", original.image, files("image")], log: files("output"))
  }

  // Nothing may be left mounted in the folder that goes next.
  deinit {
    state.withLock { state in
      state.mount?.abandon()
      state.leaving?.end()
    }
  }

  /// True where this process may attach drives.
  package static let isPossible: Bool = {
    guard access("/dev/fuse", R_OK | W_OK) == 0 else { return false }
    do {
      let drive = try Drive(.ext4)
      try drive.attach()
      try drive.detach()
      return true
    } catch { return false }
  }()

  var image: String { files("image") }

  /// Where it is, while it is attached.
  package var path: String { state.withLock { $0.mount?.path } ?? "" }

  /// The process of its driver; nil where the kernel is the driver, or it is not attached.
  package var driver: pid_t? { state.withLock { $0.mount?.program?.id } }

  /// How often a bit flips in what a drive is given.
  package enum Rot: String, Sendable { case once, always }

  /// Mounts it in a folder of this name, which is made among the test's.
  ///
  /// - Parameter rotting: what it is to keep with a bit flipped, of all that is written. Only the driver of the tests does
  ///   that: a `.fat32` that the kernel mounts keeps what it is given.
  package func attach(
    at name: String = "drive", readOnly: Bool = false, rotting: (how: Rot, word: String)? = nil
  ) throws {
    try state.withLock { state in
      precondition(state.mount == nil, "the drive is attached")
      if let leaving = state.leaving, leaving.wait(.seconds(30)) == nil {
        throw DriveTool.Failure(description: "the driver that was pulled does not end")
      }
      state.leaving = nil
      let rot = rotting.map { ["--rot", $0.how.rawValue, $0.word] } ?? []
      state.mount = try DriveMount(of: image, format, in: files, at: name, readOnly: readOnly, rot: rot)
    }
  }

  /// Unmounts it, as people do before they unplug it: all that was written is in the image then.
  package func detach() throws {
    try state.withLock { state in
      try state.mount?.unmount()
      state.mount = nil
    }
  }

  /// Takes the mount out of its folder under the programs that use it, which keep what they have open (`umount -l`).
  /// The drive may be attached again once they have ended.
  package func pull() throws {
    try state.withLock { state in
      state.leaving = try state.mount?.pull()
      state.mount = nil
    }
  }

  /// The device is gone and the mount is still there: from now on every call on its files fails. `pull` comes next.
  package func vanish() throws { try state.withLock { try $0.mount?.vanish() } }

  /// The same drive as it is now, as another image. It must be detached.
  package func copy() throws -> Drive {
    state.withLock { precondition($0.mount == nil, "the drive is attached") }
    return try Drive(copying: self)
  }
}
