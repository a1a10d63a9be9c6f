import Glibc
package import SystemPackage

extension FilePath {
  /// What is neither a file nor a folder, as people call it.
  package enum SpecialFile: String, Sendable {
    case pipe = "a pipe"
    case socket = "a socket"
    case device = "a device"
  }

  /// What the path leads to, links followed, where that is neither a file nor a folder.
  var specialFile: SpecialFile? {
    var status = Glibc.stat()
    guard withPlatformString({ fstatat(AT_FDCWD, $0, &status, 0) }) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFIFO: .pipe
    case S_IFSOCK: .socket
    case S_IFCHR, S_IFBLK: .device
    default: nil
    }
  }
}
