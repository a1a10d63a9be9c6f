import Glibc
import TestFiles
import TestServers

/// A mount namespace that has a copy of every mount that there is, as servers and name lookups of other tests have one.
struct MountCopy {
  private let folder: TemporaryFolder
  private let sleeper: ChildProcess

  init() throws {
    folder = try TemporaryFolder()
    sleeper = try ChildProcess.start(
      ["unshare", "--mount", "/bin/sh", "-c", "echo made; exec sleep 120"], log: folder("log"))
    let deadline = ContinuousClock.now + .seconds(20)
    while try readFile(folder("log")).isEmpty, ContinuousClock.now < deadline { poll(nil, 0, 5) }
  }

  /// The mounts of the namespace, as the kernel lists them.
  func mounts() throws -> String {
    String(decoding: try readFile("/proc/\(sleeper.id)/mounts"), as: UTF8.self)
  }

  func end() { sleeper.end() }
}
