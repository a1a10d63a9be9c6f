import Glibc
import Synchronization
import Testing

/// `popkeep daemon` of a home, which is ended with this value where the test has not ended it.
final class StartedDaemon: Sendable {
  let home: UserHome
  private let command: StartedCommand
  private let isOver = Mutex(false)

  /// Starts it, and waits until it says that it has started; it logs every poll.
  init(_ home: UserHome, _ arguments: String..., environment: [String: String] = [:]) throws {
    self.home = home
    command = try home.start(["daemon", "--verbose"] + arguments, environment: environment)
    try wait(forLog: "started with")
  }

  deinit {
    if !isOver.withLock({ $0 }) { end(SIGKILL) }
  }

  var id: pid_t { command.id }
  var isRunning: Bool { !command.hasEnded }

  /// All that it has logged so far.
  func log() throws -> String { try command.errors() }

  func logLines(_ word: String = "") throws -> [String] {
    try log().split(separator: "\n").map(String.init).filter { word.isEmpty || $0.contains(word) }
  }

  /// Waits until the log says `text`, so many times.
  func wait(forLog text: String, times: Int = 1) throws {
    var log = ""
    try Awaited.until("the log says \(text): \(log)") {
      log = try self.log()
      return log.split(separator: "\n").count { $0.contains(text) } >= times || command.hasEnded
    }
    log = try self.log()
    try #require(log.split(separator: "\n").count { $0.contains(text) } >= times, "\(log)")
  }

  func signal(_ number: Int32) { command.signal(number) }

  /// Sends the signal and waits for the end, which comes within ten seconds; a daemon that needs more is an error.
  @discardableResult
  func stop(_ number: Int32 = SIGTERM) throws -> CommandRun {
    command.signal(number)
    return try finish()
  }

  /// Waits for an end that comes by itself.
  func finish(within limit: Duration = .seconds(10)) throws -> CommandRun {
    isOver.withLock { $0 = true }
    return try command.finish(within: limit)
  }

  /// `status --json` beside it.
  func status() throws -> JSONText { try home.run("status", "--json").succeeds().json() }

  /// What `status` says of an account.
  func status(of account: String) throws -> JSONText? {
    try status()["accounts"]?.items.first { $0["name"]?.text == account }
  }

  /// Waits until `status` says of the account what is wanted.
  func wait(forStatus account: String, _ isWanted: (JSONText) throws -> Bool) throws {
    var last: JSONText?
    do {
      try Awaited.until("status of \(account)") {
        last = try status(of: account)
        return try last.map(isWanted) ?? false
      }
    } catch {
      Issue.record("status of \(account): \(String(describing: last)); log: \(try self.log())")
      throw error
    }
  }

  private func end(_ number: Int32) {
    command.signal(number)
    // It was ended by force: what came of it is nobody's concern.
    do { _ = try command.finish(within: .seconds(10)) } catch { return }
  }
}

/// Something that comes about by itself, and is looked for until it has.
enum Awaited {
  struct Missed: Error, CustomStringConvertible {
    let description: String
  }

  static func until(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(30), _ isThere: () throws -> Bool
  ) throws {
    let deadline = ContinuousClock.now + limit
    while try !isThere() {
      guard ContinuousClock.now < deadline else {
        throw Missed(description: "not within \(limit): \(what())")
      }
      poll(nil, 0, 5)
    }
  }
}
