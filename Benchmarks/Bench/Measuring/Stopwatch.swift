import CGlibc
import Glibc
import TestFiles
import TestServers

/// Runs commands and measures them, one after the other.
struct Stopwatch {
  let tools: Tools
  /// A folder for what the commands print.
  let folder: String
  /// Nothing that is measured takes as long.
  var deadline = Duration.seconds(1800)

  /// Runs the words: settings of the environment, then a command. Dirty data that others left is on the disk before.
  ///
  /// - Returns: what it took, and what it printed.
  func time(_ words: [String], name: String) throws -> (measurement: Measurement, output: String) {
    try start(words, name: name).finish()
  }

  func start(_ words: [String], name: String) throws -> Started {
    let log = "\(folder)/\(name).log"
    let result = "\(folder)/\(name).time"
    try Interruption.check()
    try writeDirtyData()
    let process = try ChildProcess.start([tools.stopwatch, result] + words, log: log)
    return Started(process: process, name: name, result: result, log: log, deadline: deadline)
  }

  /// Of the file system that is measured, and of no other.
  private func writeDirtyData() throws {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw BenchFailure(call: "open \(folder)") }
    defer { close(descriptor) }
    guard syncfs(descriptor) == 0 else { throw BenchFailure(call: "syncfs \(folder)") }
  }

  /// A command that runs.
  struct Started {
    fileprivate let process: ChildProcess
    fileprivate let name: String
    fileprivate let result: String
    fileprivate let log: String
    fileprivate let deadline: Duration

    /// Whether it came to an end by itself. After that there is nothing to finish.
    func hasEnded(within limit: Duration) -> Bool { process.wait(limit) != nil }

    private func awaitEnd() throws -> Int32 {
      let end = ContinuousClock.now + deadline
      do {
        while ContinuousClock.now < end {
          if let status = process.wait(.milliseconds(200)) { return status }
          try Interruption.check()
        }
        throw BenchFailure("\(name) was not done after \(deadline)")
      } catch {
        process.end()
        throw error
      }
    }

    /// Asks the command, not the stopwatch, to end.
    func stop() { kill(-process.id, SIGTERM) }

    func finish() throws -> (measurement: Measurement, output: String) {
      let status = try awaitEnd()
      let output = String(decoding: try readFile(log), as: UTF8.self)
      guard status == 0 else { throw BenchFailure("\(name) could not be measured: \(output)") }
      let line = String(decoding: try readFile(result), as: UTF8.self)
      guard let measurement = Measurement(stopwatch: line) else {
        throw BenchFailure("the stopwatch wrote \(line)")
      }
      return (measurement, output)
    }
  }
}
