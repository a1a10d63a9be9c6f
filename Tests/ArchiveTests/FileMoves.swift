import Glibc
import SystemPackage

enum FileMoves {
  static func remove(_ path: String) throws {
    guard unlink(path) == 0 else { throw Errno(rawValue: errno) }
  }

  static func makePipe(_ path: String) throws {
    guard mkfifo(path, 0o600) == 0 else { throw Errno(rawValue: errno) }
  }

  static func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o700) == 0 else { throw Errno(rawValue: errno) }
  }

  static func makeLink(_ path: String, to target: String) throws {
    guard symlink(target, path) == 0 else { throw Errno(rawValue: errno) }
  }

  static func move(_ path: String, to newPath: String) throws {
    guard rename(path, newPath) == 0 else { throw Errno(rawValue: errno) }
  }
}
