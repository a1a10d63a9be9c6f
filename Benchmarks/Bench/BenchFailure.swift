import Glibc

/// Why a measurement is worth nothing.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// A system call that failed just now.
  init(call: String) { description = "\(call): \(String(cString: strerror(errno)))" }
}
