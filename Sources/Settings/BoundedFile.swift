import Glibc

/// The bytes of a small file and who may read it.
struct BoundedFile {
  let bytes: [UInt8]
  /// The permission bits.
  let mode: UInt32

  /// How long a pipe is waited for that somebody holds open and writes nothing to.
  private static let patience: Int32 = 30_000

  enum Failure: Error, Equatable {
    /// A system call failed with this `errno`.
    case call(Int32)
    case notAFile
    case tooLarge
  }

  /// Reads `path`, which may be a pipe too, up to `limit` octets. A pipe that nobody writes to is empty; one that somebody
  /// holds open is not waited for without end (`ETIMEDOUT`): an account's run hangs on it.
  static func read(_ path: String, limit: Int) throws(Failure) -> BoundedFile {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .call(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .call(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .notAFile }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    defer { chunk.wipe() }
    bytes.reserveCapacity(min(limit, Int(max(0, status.st_size)) + chunk.count))
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waited, 1, patience) != 0 else { throw .call(ETIMEDOUT) }
        continue
      }
      guard count >= 0 else { throw .call(errno) }
      if count == 0 { return BoundedFile(bytes: bytes, mode: status.st_mode & 0o7777) }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }
}
