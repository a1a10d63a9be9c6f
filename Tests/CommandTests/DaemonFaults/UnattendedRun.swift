import Glibc
import Synchronization
import TestFiles
import Testing

/// `popkeep daemon` as a process over the accounts of a home. A test that lets go of it has it killed.
final class UnattendedRun: Sendable {
  struct NotReached: Error, CustomStringConvertible {
    let description: String
  }

  private let command: StartedCommand
  private let end = Mutex<CommandRun?>(nil)

  init(
    _ home: UserHome, _ options: [String] = [], environment: [String: String] = [:],
    under outer: [String] = []
  ) throws {
    command = try home.start(["daemon"] + options, environment: environment, under: outer)
  }

  deinit {
    guard end.withLock({ $0 == nil }) else { return }
    command.signal(SIGKILL)
    var status: Int32 = 0
    waitpid(command.id, &status, 0)
  }

  /// What it has written to standard error so far.
  var log: String {
    if let run = end.withLock({ $0 }) { return run.errors }
    do {
      return String(decoding: try readFile("/proc/\(command.id)/fd/2"), as: UTF8.self)
    } catch { return "" }
  }

  /// Lines of the log that hold `words`.
  func lines(_ words: String) -> Int { log.split(separator: "\n").count { $0.contains(words) } }

  var hasEnded: Bool { command.hasEnded }

  func signal(_ number: Int32) { command.signal(number) }

  /// What one of its standard streams leads to.
  func target(ofStream stream: Int) throws -> String {
    var path = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/\(command.id)/fd/\(stream)", &path, path.count - 1)
    guard length >= 0 else { throw SystemFailure("readlink stream \(stream)") }
    return String(decoding: path[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Waits until `condition` holds; fails when the daemon ends before, or at the deadline.
  func until(
    _ what: String, within limit: Duration = .seconds(180), _ condition: () throws -> Bool
  ) throws {
    try Awaited.until("\(what); log:\n\(log)", within: limit) {
      if try condition() { return true }
      guard !command.hasEnded else { throw NotReached(description: "the daemon ended: \(try finish())") }
      return false
    }
  }

  /// Waits until the log has a line with `words`.
  func says(_ words: String, within limit: Duration = .seconds(180)) throws {
    try until("the log says \"\(words)\"", within: limit) { log.contains(words) }
  }

  /// Waits until all of `contents` are in the account's files, and no other; and that each is there once.
  func brings(
    _ contents: [[UInt8]], to home: UserHome, account: String = "home", within limit: Duration = .seconds(180)
  ) throws {
    try until("\(contents.count) messages are here", within: limit) {
      try home.files(of: account).count >= contents.count
    }
    #expect(Set(try home.stored(account: account)) == Set(contents))
    #expect(try home.files(of: account).count == contents.count)
  }

  /// Asks it for a fetch until that succeeds.
  func answersFetch(_ home: UserHome, within limit: Duration = .seconds(180)) throws {
    var last: CommandRun?
    do {
      try until("popkeep fetch is answered", within: limit) {
        let run = try home.run("fetch", "--verbose")
        last = run
        return run.status == 0 && run.errors.contains("the running daemon fetches")
      }
    } catch {
      throw NotReached(description: "\(error); the last fetch: \(last.map { "\($0)" } ?? "none")")
    }
  }

  /// How the daemon stands, as it answers itself; nil where it does not.
  func status(_ home: UserHome) throws -> JSONText? {
    let run = try home.run("status", "--json")
    guard run.status == 0 else { return nil }
    let document = try run.json()
    return document["daemon"]?["pid"] == nil ? nil : document
  }

  /// Ends it as systemd would, and expects that it ends well.
  @discardableResult
  func stop() throws -> CommandRun {
    command.signal(SIGTERM)
    return try finish().succeeds()
  }

  /// kill -9.
  func kill() throws {
    command.signal(SIGKILL)
    #expect(try finish().status == 128 + SIGKILL)
  }

  /// What came of it, at its end.
  func finish() throws -> CommandRun {
    if let run = end.withLock({ $0 }) { return run }
    // A command that does not end is killed, and is at its end then too.
    let run = try command.finish(within: .seconds(30))
    end.withLock { $0 = run }
    return run
  }
}
