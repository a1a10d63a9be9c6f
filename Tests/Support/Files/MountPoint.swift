import Glibc

/// Ends what is mounted at `path` for every process: a mount namespace that was made meanwhile has the mount too, and
/// keeps its device, until the folder itself goes (the kernel then detaches it everywhere). The folder is empty
/// afterwards, and another one.
///
/// - Parameter flags: what umount(2) is asked: `MNT_DETACH`, or nothing.
/// - Throws: `TestFileFailure` with `EBUSY` where files are open in it and it is not to be detached under them.
package func unmountEverywhere(_ path: String, _ flags: Int = 0) throws {
  guard umount2(path, Int32(flags)) == 0 else { throw TestFileFailure(call: "umount \(path)", code: errno) }
  guard rmdir(path) == 0 else { throw TestFileFailure(call: "rmdir \(path)", code: errno) }
  guard mkdir(path, 0o755) == 0 else { throw TestFileFailure(call: "mkdir \(path)", code: errno) }
}
