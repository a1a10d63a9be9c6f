import Glibc

/// A folder of its own for one test, removed with all it holds when the test lets go of it.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// Makes the folder below `TMPDIR` (default: the system's folder for temporary files).
  ///
  /// - Parameter inMemory: on a file system in memory, where the machine has one: whoever flushes a whole file system waits
  ///   there for nobody else's files.
  package init(inMemory: Bool = false) throws {
    let memory = inMemory && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : nil
    let base = memory ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/popkeep-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFileFailure(call: "mkdtemp", code: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { removeTree(path) }

  /// The path of `name` inside the folder.
  package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes `bytes` to a file named `name` inside the folder.
  @discardableResult
  package func write(_ name: String, _ bytes: some Collection<UInt8>) throws -> String {
    let path = self(name)
    try writeFile(path, Array(bytes))
    return path
  }

  /// Writes `text` to a file named `name` inside the folder.
  @discardableResult
  package func write(_ name: String, text: String) throws -> String { try write(name, text.utf8) }
}

private func removeTree(_ path: String) {
  var status = stat()
  // A link is removed, never followed.
  if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, let names = try? folderNames(path) {
    for name in names { removeTree("\(path)/\(name)") }
  }
  _ = remove(path)
}
