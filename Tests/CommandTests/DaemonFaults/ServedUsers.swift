import DemoServer
import TestFiles
import TestServers

/// A server on loopback with a mailbox for each of several users, and as many accounts.
struct ServedUsers {
  let names: [String]
  private let authority: TestAuthority
  private let host: String
  private let served: FaultyServer

  init(_ names: [String], _ messages: [ServedMessage], host: String = "127.0.0.1") throws {
    let authority = try TestAuthority()
    self.names = names
    self.host = host
    self.authority = authority
    served = try FaultyServer.start(
      messages: messages, quirks: Quirks(),
      users: names.map { DemoServer.User(name: $0, password: UserHome.password) },
      security: .implicit(try authority.identity(names: [host], validFor: 86_400)))
  }

  var connections: Int { served.server.counts.connections }

  func add(_ messages: [ServedMessage]) {
    for name in names { served.server.add(messages, to: name) }
  }

  func remaining(of name: String) -> Int { served.server.remaining(of: name).count }

  func change(_ body: @Sendable (inout Quirks) -> Void) { served.change(body) }

  /// Writes the configuration: all users as accounts that are polled each second.
  func configure(_ home: UserHome, onServer: String = "\"keep\"") throws {
    let accounts = names.map { name in
      AccountText(
        name: name, host: host, port: served.port, caFile: authority.file, user: name, onServer: onServer,
        others: "\"every\": \"1s\", "
      ).text(passwordFile: home.passwordFile)
    }
    let text = """
      { "archive": "\(home.archive)", "minFree": "0%", "accounts": [
      \(accounts.joined(separator: ",\n"))
      ] }

      """
    try writeFile(home.configuration, Array(text.utf8))
  }
}
