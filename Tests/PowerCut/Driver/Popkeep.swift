import Glibc
import TestFiles
import TestServers

/// popkeep with an account that deletes what is safe, and an archive at `archive`.
struct Popkeep {
  let archive: String
  private let folder: TemporaryFolder
  private let program: String
  /// What stands before the program of a fetch.
  private let prefix: [String]

  /// - Parameter others: further keys of the account, each with its comma before it.
  init(_ setting: Setting, mailbox: Mailbox, archive: String, others: String) throws {
    self.archive = archive
    program = setting.program
    prefix =
      setting.sabotage.map { scope in
        ["env", "LD_PRELOAD=\(setting.shim)", "POWERCUT_NO_FLUSH=\(scope.rawValue)"]
      } ?? []
    folder = try TemporaryFolder()
    let secret = try folder.write("password", text: "\(Mailbox.password)\n")
    guard chmod(secret, 0o600) == 0 else { throw TestFileFailure(call: "chmod", code: errno) }
    try folder.write(
      "config.json",
      text: """
        { "archive": "\(archive)", "minFree": "0%", "accounts": [
          { "name": "home", "host": "127.0.0.1", "port": \(setting.server.ports.pop3s),
            "caFile": "\(setting.server.authority.file)", "user": "\(mailbox.user)",
            "password": { "file": "\(secret)" }, "onServer": "delete"\(others) } ] }

        """)
  }

  private func words(_ arguments: [String]) -> [String] {
    [program] + arguments + ["--config", folder("config.json")]
  }

  func run(_ arguments: String...) throws -> (status: Int32, output: String) {
    try Tool.result(words(arguments))
  }

  /// Starts a fetch, whose output is added to `log`.
  func startFetch() throws -> ChildProcess {
    try ChildProcess.start(prefix + words(["fetch"]), log: log)
  }

  var log: String { folder("log") }

  /// Fetches to the end; again as long as the server holds the mailbox for a session that has been killed.
  func fetchAll() throws -> (status: Int32, output: String) {
    let deadline = ContinuousClock.now + .seconds(60)
    var result = try Tool.result(prefix + words(["fetch"]))
    while result.status == 75, ContinuousClock.now < deadline {
      poll(nil, 0, 20)
      result = try Tool.result(prefix + words(["fetch"]))
    }
    return result
  }
}
