import Glibc
import TestFiles

/// The lines that a process beside the bench has written so far.
struct OutputLines {
  let log: String

  init(_ log: String) { self.log = log }

  /// Whole lines: one without its end is still being written.
  func read() throws -> [Substring] {
    guard access(log, F_OK) == 0 else { return [] }
    let text = String(decoding: try readFile(log), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// What `body` finds among the lines, as soon as it finds something.
  func await<Value>(_ body: ([Substring]) -> Value?) throws -> Value {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      if let value = body(try read()) { return value }
      try Interruption.check()
      poll(nil, 0, 2)
    }
    throw BenchFailure("this did not become what was expected: \(log)")
  }

  /// The port that the process says it listens on.
  func awaitPort() throws -> UInt16 {
    try self.await { lines in
      lines.first { $0.hasPrefix("port ") }.flatMap { UInt16($0.dropFirst(5)) }
    }
  }
}
