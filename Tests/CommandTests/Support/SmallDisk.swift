import Glibc
import TestFiles

/// A file system of a few megabytes in memory, for tests of a full disk; it takes root.
final class SmallDisk: Sendable {
  let folder: TemporaryFolder

  /// Nil where this process may not mount.
  init?(megabytes: Int) throws {
    folder = try TemporaryFolder()
    guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(megabytes)m") == 0 else { return nil }
  }

  func grow(megabytes: Int) throws {
    guard mount("tmpfs", folder.path, "tmpfs", UInt(MS_REMOUNT), "size=\(megabytes)m") == 0 else {
      throw SystemFailure("mount")
    }
  }

  deinit { umount2(folder.path, Int32(MNT_DETACH)) }

  /// True where this process may mount.
  static var isPossible: Bool {
    do { return try SmallDisk(megabytes: 1) != nil } catch { return false }
  }
}
