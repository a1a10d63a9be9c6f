import Glibc
import SystemPackage

enum FileMoves {
  static func remove(_ path: String) throws {
    guard unlink(path) == 0 else { throw Errno(rawValue: errno) }
  }

  static func move(_ path: String, to newPath: String) throws {
    guard rename(path, newPath) == 0 else { throw Errno(rawValue: errno) }
  }
}
