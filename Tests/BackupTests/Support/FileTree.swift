import Glibc
import TestFiles

/// Folders with all that is in them, without popkeep.
enum FileTree {
  /// The paths of all files below a folder, from there on, sorted.
  static func files(below path: String) throws -> [String] {
    try folderNames(path).flatMap { name in
      try isFolder("\(path)/\(name)") ? files(below: "\(path)/\(name)").map { "\(name)/\($0)" } : [name]
    }.sorted()
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Seconds since 1970 UTC.
  static func modified(_ path: String) throws -> Int {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw TestFileFailure(call: "stat \(path)", code: errno) }
    return status.st_mtim.tv_sec
  }

  static func mode(_ path: String) throws -> UInt32 {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw TestFileFailure(call: "stat \(path)", code: errno) }
    return status.st_mode & 0o777
  }

  static func copy(_ path: String, to other: String) throws {
    guard mkdir(other, 0o700) == 0 else { throw TestFileFailure(call: "mkdir \(other)", code: errno) }
    for name in try folderNames(path) {
      if isFolder("\(path)/\(name)") {
        try copy("\(path)/\(name)", to: "\(other)/\(name)")
      } else {
        try writeFile("\(other)/\(name)", try readFile("\(path)/\(name)"))
      }
    }
  }

  static func remove(_ path: String) throws {
    if isFolder(path) {
      for name in try folderNames(path) { try remove("\(path)/\(name)") }
      guard rmdir(path) == 0 else { throw TestFileFailure(call: "rmdir \(path)", code: errno) }
    } else {
      try removeFile(path)
    }
  }

  static func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o700) == 0 else { throw TestFileFailure(call: "mkdir \(path)", code: errno) }
  }

  static func makeLink(_ path: String, to target: String) throws {
    guard symlink(target, path) == 0 else { throw TestFileFailure(call: "symlink \(path)", code: errno) }
  }

  /// Has one octet of a file be another.
  static func flip(_ path: String, at offset: Int = 10) throws {
    var bytes = try readFile(path)
    bytes[offset] ^= 1
    try writeFile(path, bytes)
  }
}
