import Daemon
import Glibc
import TestFiles
import Testing

/// File systems that are mounted and unmounted are seen. These take a process that may mount.
@Suite(.timeLimit(.minutes(2))) struct MountWatchTests {
  static let mayMount: Bool = {
    do {
      let folder = try TemporaryFolder()
      guard mount("none", folder.path, "tmpfs", 0, nil) == 0 else { return false }
      return umount2(folder.path, Int32(MNT_DETACH)) == 0
    } catch { return false }
  }()

  @Test(.enabled(if: mayMount, "this process may not mount"))
  func `each change is told once the table is quiet, several at a time as one`() throws {
    let folder = try TemporaryFolder()
    let seen = Gate()
    let watch = try #require(MountWatch(quiet: .milliseconds(300)) { seen.open() })
    defer { watch.stop() }
    try #require(mount("none", folder.path, "tmpfs", 0, nil) == 0)
    try seen.wait()
    try #require(umount2(folder.path, Int32(MNT_DETACH)) == 0)
    try seen.wait()
  }

  @Test(.enabled(if: mayMount, "this process may not mount"))
  func `a table that does not come to rest is told of all the same`() throws {
    let folder = try TemporaryFolder()
    let seen = Gate()
    let watch = try #require(
      MountWatch(quiet: .seconds(60), longest: .milliseconds(200)) { seen.open() })
    defer { watch.stop() }
    try #require(mount("none", folder.path, "tmpfs", 0, nil) == 0)
    try seen.wait()
    try #require(umount2(folder.path, Int32(MNT_DETACH)) == 0)
  }

  @Test func `a watch ends when it is let go of, and tells nothing more`() throws {
    for _ in 0..<100 {
      let watch = try #require(MountWatch {})
      watch.stop()
    }
  }
}
