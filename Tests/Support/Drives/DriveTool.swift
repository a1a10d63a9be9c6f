import Glibc
import TestFiles
import TestServers

/// Programs of the system that make and mount drives.
enum DriveTool {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a command to its end, and returns what it wrote.
  @discardableResult
  static func run(_ words: [String], log: String) throws -> String {
    let before = access(log, F_OK) == 0 ? try readFile(log).count : 0
    let child = try ChildProcess.start(words, log: log)
    guard let status = child.wait(.seconds(60)) else {
      child.end()
      throw Failure(description: "no end of \(words.joined(separator: " "))")
    }
    let output = String(decoding: try readFile(log).dropFirst(before), as: UTF8.self)
    guard status == 0 else {
      throw Failure(description: "\(words.joined(separator: " ")): \(status), \(output)")
    }
    return output
  }

  /// Waits until `condition` holds.
  static func wait(for what: String, _ condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try !condition() {
      guard ContinuousClock.now < deadline else {
        throw Failure(description: "no end of waiting for \(what)")
      }
      poll(nil, 0, 2)
    }
  }
}
