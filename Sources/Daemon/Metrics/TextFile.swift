import Glibc

/// A file that readers find whole, as it was or as it is: for node_exporter's textfile collector.
///
/// It is not flushed to the disk. After a power cut it may be gone, and is written anew within a minute.
package enum TextFile {
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package let path: String
    package let code: Int32

    package init(path: String, code: Int32) {
      self.path = path
      self.code = code
    }

    package var description: String {
      "cannot write \(PlainText.line(path, limit: 400)): \(String(cString: strerror(code)))"
    }
  }

  /// Writes the file at `path` anew, readable for all, with what `body` writes.
  ///
  /// The temporary name begins with a dot and does not end with `.prom`, so that no collector reads it; it is
  /// always the same, so that what a crash leaves is gone the next time.
  package static func write(
    _ path: String, _ body: (_ write: ([UInt8]) throws(Failure) -> Void) throws(Failure) -> Void
  ) throws(Failure) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { path[...$0] } ?? ""
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    guard !name.isEmpty, !path.utf8.contains(0) else { throw Failure(path: path, code: EINVAL) }
    let temporary = "\(folder).\(name).tmp"
    unlink(temporary)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let file = open(temporary, flags, 0o644)
    guard file >= 0 else { throw Failure(path: path, code: errno) }
    do throws(Failure) {
      defer { close(file) }
      // Whatever the umask is: the collector is another user.
      guard fchmod(file, 0o644) == 0 else { throw Failure(path: path, code: errno) }
      try body { octets throws(Failure) in try put(octets, into: file, path) }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw Failure(path: path, code: code)
    }
  }

  private static func put(_ octets: [UInt8], into file: Int32, _ path: String) throws(Failure) {
    var written = 0
    while written < octets.count {
      let count = octets[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count > 0 {
        written += count
      } else if count == 0 || errno != EINTR {
        throw Failure(path: path, code: count == 0 ? EIO : errno)
      }
    }
  }
}
