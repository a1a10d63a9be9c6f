import Archive
import Glibc
import SystemPackage
import TestFiles

/// A folder with the configuration and the archive of a daemon.
struct DaemonHome {
  var path: String
  /// The names of the accounts, which are their users' too.
  var accounts: [String]
  let port: UInt16
  /// Whom to trust, in PEM.
  let authority: String
  let password: String
  /// Between two polls of an account.
  let every: String
  /// Sessions at a time: all accounts are of one host, so one limit is both.
  let sessions: Int

  var archive: String { "\(path)/mail" }
  var configurationFile: String { "\(path)/config.json" }
  var metricsSocket: String { "\(path)/metrics" }

  /// What an account has of its own beside its name, as JSON; by its name.
  var own: [String: String] = [:]

  /// Makes the folder, the archive and the configuration.
  func prepare() throws {
    try makeFolder(path)
    let digits = "0123456789abcdef"
    try Archive.create(
      at: FilePath(archive), id: String((0..<32).compactMap { _ in digits.randomElement() }))
    try writeSecret("\(path)/password", "\(password)\n")
    try configure()
  }

  /// Writes the configuration, in one step: a daemon that looks at it reads all of it.
  func configure() throws {
    let list = accounts.map {
      #"    { "name": "\#($0)", "user": "\#($0)"\#(own[$0].map { ", \($0)" } ?? "") },"#
    }
    .joined(separator: "\n")
    try replace(
      """
      { "archive": "\(archive)", "minFree": "0%",
        "daemon": { "sessions": \(sessions), "sessionsPerHost": \(sessions), "socket": "\(path)/daemon" },
        "metrics": { "listen": "unix:\(metricsSocket)" },
        "defaults": { "host": "127.0.0.1", "port": \(port), "every": "\(every)", "caFile": "\(authority)",
          "password": { "file": "\(path)/password" } },
        "accounts": [
      \(list)
        ] }

      """)
  }

  /// Puts any text in place of the configuration.
  func replace(_ text: String) throws {
    try writeSecret("\(configurationFile).new", text)
    try moveFile("\(configurationFile).new", to: configurationFile)
  }

  private func writeSecret(_ file: String, _ text: String) throws {
    try writeFile(file, [])
    guard chmod(file, 0o600) == 0 else { throw BenchFailure(call: "chmod \(file)") }
    try writeFile(file, Array(text.utf8))
  }
}
