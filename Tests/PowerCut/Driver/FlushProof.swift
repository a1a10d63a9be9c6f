import Glibc
import TestFiles

/// Shows that a flush inside the mounted file system reaches the disk's daemon, and that what it flushed is there
/// after a cut that loses everything else.
enum FlushProof {
  static func show(_ fileSystem: FileSystem, _ setting: Setting) throws {
    let folder = try TemporaryFolder()
    try Machine.makeImage(folder("image"), fileSystem)
    let disk = try LiveDisk(folder("image"), fileSystem, at: folder("mounted"), program: setting.disk)
    let content = Array(repeating: UInt8(ascii: "x"), count: 100_000)
    let before = try disk.counts()
    try writeFile(folder("mounted/flushed"), content)
    try flush(folder("mounted/flushed"))
    let after = try disk.counts()
    guard after.flushes > before.flushes, after.writes > before.writes else {
      throw Tool.Failure(description: "a flush on \(fileSystem.rawValue) does not reach the disk")
    }
    try writeFile(folder("mounted/loose"), content)
    try disk.cut(PowerLoss(losingAllOn: fileSystem), to: folder("image"))
    try disk.remove()
    let again = try LiveDisk(folder("image"), fileSystem, at: folder("mounted"), program: setting.disk)
    guard try readFile(folder("mounted/flushed")) == content else {
      throw Tool.Failure(description: "what was flushed on \(fileSystem.rawValue) is not there after a cut")
    }
    try again.remove()
    say("\(fileSystem.rawValue): a flush reaches the disk, and what it flushed outlives a cut")
  }

  private static func flush(_ path: String) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0, fsync(file) == 0 else { throw TestFileFailure(call: "fsync \(path)", code: errno) }
    close(file)
  }
}
