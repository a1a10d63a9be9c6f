import Glibc
import TestFiles

/// The built program, which stands beside the running tests.
enum Program {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  static func path() throws(Missing) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    let tests = String(decoding: buffer[..<max(0, length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let program = "/" + tests.split(separator: "/").dropLast().joined(separator: "/") + "/popkeep"
    guard access(program, X_OK) == 0 else {
      throw Missing(description: "there is no \(program): build it first")
    }
    return program
  }
}
