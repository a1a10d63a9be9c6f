import Glibc
import TestFiles

/// A folder for all that a bench makes, gone at its end.
enum WorkingFolder {
  /// Makes one in `folder` (nil: in `$TMPDIR` or `/var/tmp`).
  static func make(in folder: String?) throws -> String {
    let folder = folder ?? environment("TMPDIR") ?? "/var/tmp"
    var template = Array("\(folder)/popkeep-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw BenchFailure(call: "mkdtemp in \(folder)") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes it with all that it holds.
  static func remove(_ path: String) {
    do {
      try removeTree(path)
    } catch {
      print("\(path) could not be removed: \(error)")
    }
  }

  private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  private static func removeTree(_ path: String) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw BenchFailure(call: "stat \(path)") }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in try folderNames(path) { try removeTree("\(path)/\(name)") }
    }
    guard Glibc.remove(path) == 0 else { throw BenchFailure(call: "remove \(path)") }
  }
}
