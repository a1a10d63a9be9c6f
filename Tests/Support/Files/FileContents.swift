import Glibc

/// A system call that failed while a test prepared or read its files.
package struct TestFileFailure: Error, CustomStringConvertible {
  package let call: String
  package let code: Int32

  package init(call: String, code: Int32) {
    self.call = call
    self.code = code
  }

  package var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// Writes `bytes` to the file at `path`, anew.
package func writeFile(_ path: String, _ bytes: [UInt8]) throws {
  guard let file = fopen(path, "wb") else { throw TestFileFailure(call: "open \(path)", code: errno) }
  defer { fclose(file) }
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
    throw TestFileFailure(call: "write \(path)", code: errno)
  }
}

/// All bytes of the file at `path`.
package func readFile(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "rb") else { throw TestFileFailure(call: "open \(path)", code: errno) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}

/// The names in the folder at `path`, sorted, without `.` and `..`.
package func folderNames(_ path: String) throws -> [String] {
  guard let folder = opendir(path) else { throw TestFileFailure(call: "opendir \(path)", code: errno) }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// Removes the file at `path`.
package func removeFile(_ path: String) throws {
  guard unlink(path) == 0 else { throw TestFileFailure(call: "unlink \(path)", code: errno) }
}

/// Gives the file at `path` another name.
package func moveFile(_ path: String, to other: String) throws {
  guard rename(path, other) == 0 else { throw TestFileFailure(call: "rename \(path)", code: errno) }
}
