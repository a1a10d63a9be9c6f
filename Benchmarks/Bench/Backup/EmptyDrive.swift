import Glibc
import TestFiles
import TestServers

/// A drive that is empty for each run: an ext4 in an image on the disk that is measured. It takes root.
final class EmptyDrive {
  let path: String
  private let image: String
  private let log: String
  private let megabytes: Int
  private var isMounted = false

  init(_ folder: String, megabytes: Int) throws {
    guard geteuid() == 0 else { throw BenchFailure("the case backup mounts a file system, which takes root") }
    path = "\(folder)/drive"
    image = "\(folder)/drive.img"
    log = "\(folder)/drive.log"
    self.megabytes = megabytes
    try makeFolder(path)
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }

  /// Makes the file system anew, and lets the kernel forget every file that it has read.
  func renew() throws {
    try remove()
    try run(["truncate", "-s", "\(megabytes)M", image])
    // What could be left to do until it is mounted is done here: it belongs to no contender.
    try run(["mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image])
    try run(["mount", "-o", "loop", image, path])
    isMounted = true
    try run(["sync"])
    try writeFile("/proc/sys/vm/drop_caches", Array("3".utf8))
  }

  /// Unmounts it and gives its space back.
  func remove() throws {
    if isMounted { try run(["umount", path]) }
    isMounted = false
    if access(image, F_OK) == 0 { try removeFile(image) }
  }

  private func run(_ words: [String]) throws {
    let child = try ChildProcess.start(words, log: log)
    guard child.wait(.seconds(300)) == 0 else {
      throw BenchFailure(
        "\(words.joined(separator: " ")): \(String(decoding: try readFile(log), as: UTF8.self))")
    }
  }
}
