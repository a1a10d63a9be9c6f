import Glibc
import TestFiles
import TestServers

/// A command of the system, run to its end.
enum Tool {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What the command printed, and its exit status; one that takes longer than `limit` is ended.
  static func result(
    _ words: [String], within limit: Duration = .seconds(60)
  ) throws -> (status: Int32, output: String) {
    let folder = try TemporaryFolder()
    let process = try ChildProcess.start(words, log: folder("output"))
    guard let status = process.wait(limit) else {
      process.end()
      throw Failure(description: "\(words.joined(separator: " ")) did not end within \(limit)")
    }
    return (status, String(decoding: try readFile(folder("output")), as: UTF8.self))
  }

  /// What the command printed.
  @discardableResult
  static func run(_ words: [String]) throws -> String {
    let (status, output) = try result(words)
    guard status == 0 else {
      throw Failure(description: "\(words.joined(separator: " ")): exit code \(status): \(output)")
    }
    return output
  }

  /// Waits until `condition` holds.
  static func wait(
    for what: String, _ limit: Duration = .seconds(20), until condition: () throws -> Bool
  ) throws {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
      guard ContinuousClock.now < deadline else { throw Failure(description: "\(what): not within \(limit)") }
      poll(nil, 0, 2)
    }
  }

  static func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw TestFileFailure(call: "mkdir \(path)", code: errno)
    }
  }
}
