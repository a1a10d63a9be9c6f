import Glibc
import TestFiles
import TestServers
import Testing

/// A real mail server that takes tokens, a real authorization server that gives them, and a home with an account for both.
final class TokenBench: Sendable {
  let server: AuthorizationServer
  let dovecot: DovecotServer
  let home: UserHome

  /// - Parameter seconds: what access tokens are good for.
  init(seconds: Int = 3600, messages: Int = 2) throws {
    server = try AuthorizationServer.start(seconds: seconds)
    dovecot = try DovecotServer.start(settings: server.dovecotSettings())
    home = try UserHome()
    try configure()
    for number in 0..<messages {
      try dovecot.deliver(
        Array("Subject: message \(number)\r\n\r\ntext\r\n".utf8), name: "\(1_700_000_000 + number).test")
    }
  }

  /// Writes the configuration: with `oauth`, and with `auth` where it is given.
  func configure(auth: String? = nil, oauth: String? = nil, every: String = "5m") throws {
    let oauth =
      oauth ?? """
        "clientId": "\(server.clientID)", "authorizationEndpoint": "\(server.authorizationEndpoint)",
        "deviceEndpoint": "\(server.deviceEndpoint)", "tokenEndpoint": "\(server.tokenEndpoint)", "scope": "mail",
        "redirectPort": \(server.redirectPort)
        """
    try writeFile(
      home.configuration,
      Array(
        """
        { "archive": "\(home.archive)", "minFree": "0%", "accounts": [
          { "name": "home", "host": "127.0.0.1", "port": \(dovecot.ports.pop3s), "every": "\(every)",
            "caFile": "\(dovecot.authority.file)", "user": "alice", \(auth.map { "\"auth\": \"\($0)\"," } ?? "")
            "oauth": { \(oauth) } } ] }

        """.utf8))
  }

  /// Logs in by the browser that plays alice.
  @discardableResult
  func logIn() throws -> CommandRun {
    try home.run("login", "home", environment: ["BROWSER": server.browser()])
  }

  /// The file of the account's tokens.
  var tokenFile: String { "\(home.archive)/.popkeep/tokens/home.json" }

  /// A value of that file.
  func kept(_ name: String) throws -> String {
    let text = String(decoding: try readFile(tokenFile), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.contains("\"\(name)\"") }
    return String(try #require(line).split(separator: "\"")[3])
  }

  /// Expects that what was printed shows none of the tokens, and not what alice typed.
  func expectNoSecret(_ runs: CommandRun..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    let secrets = try [AuthorizationServer.password, kept("accessToken"), kept("refreshToken")]
    for run in runs {
      let text = run.output + run.errors
      for secret in secrets { #expect(!text.contains(secret), sourceLocation: sourceLocation) }
    }
  }
}
