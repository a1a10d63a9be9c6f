import Glibc
import SystemPackage

/// A folder that is imported from.
struct SourceFolder {
  let path: FilePath

  /// Calls `body` with the name of everything in it but what its own list hides, in no order.
  ///
  /// Names are octets: one in an old charset is a name like any other.
  /// - Throws: `Errno`.
  func forEachName(_ body: (FilePath) throws -> Void) throws {
    guard let stream = path.withPlatformString({ opendir($0) }) else { throw Errno(rawValue: errno) }
    defer { closedir(stream) }
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw Errno(rawValue: errno) }
        return
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { FilePath(platformString: $0) }
      }
      if name.string != ".", name.string != ".." { try body(name) }
    }
  }

  func appending(_ name: FilePath) -> FilePath { path.pushing(name) }

  /// True where messages lie in it as in a Maildir.
  var isMaildir: Bool { path.appending("cur").isFolder && path.appending("new").isFolder }
}

extension FilePath {
  /// True for a folder itself; a link to one is none.
  var isFolder: Bool { kind == S_IFDIR }
  /// True for a regular file itself.
  var isRegularFile: Bool { kind == S_IFREG }

  private var kind: mode_t {
    var status = Glibc.stat()
    return withPlatformString { lstat($0, &status) } == 0 ? status.st_mode & S_IFMT : 0
  }
}
