import Glibc
import Synchronization
package import TestFiles

/// A real authorization server, Glewlwyd 2.7, on loopback: with PKCE, device codes, refresh tokens that are good once,
/// introspection, and one person, alice.
package final class AuthorizationServer: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// What alice types in the browser; no output of popkeep's may show it.
  package static let password = "correct horse battery"
  /// The client that asks what a token is worth, and its password: a mail server.
  package static let introspector = (name: "mailserver", password: "introspect-9153")

  /// True where tests are to run on it: it is unpacked, or this is CI, where to miss it is a failure.
  package static var isExpected: Bool { GlewlwydFiles.folder != nil || Corpus.isRequired }

  package let port: UInt16
  /// Where it has browsers bring its answers to: a port that was free a moment ago.
  package let redirectPort: UInt16
  package let folder: TemporaryFolder
  private let process: Mutex<ChildProcess?>

  /// Returns when it answers, with a client `popkeep-test`.
  ///
  /// - Parameter seconds: what access tokens are good for.
  package static func start(seconds: Int = 3600) throws -> AuthorizationServer {
    guard let glewlwyd = GlewlwydFiles.folder else {
      throw Failure(description: "Glewlwyd is not unpacked: scripts/authorization-server.sh")
    }
    for _ in 0..<4 {
      guard let server = try AuthorizationServer(glewlwyd) else { continue }
      try server.setUp(seconds: seconds)
      return server
    }
    throw Failure(description: "Glewlwyd found its port taken, again and again")
  }

  /// Nil where another process was faster to take the port.
  private init?(_ glewlwyd: String) throws {
    folder = try TemporaryFolder()
    port = try LoopbackProbe.freePort()
    redirectPort = try LoopbackProbe.freePort()
    try folder.write(
      "glewlwyd.conf", text: GlewlwydFiles.configuration(glewlwyd, folder.path, port: port))
    process = Mutex(nil)
    try sql(".read \(glewlwyd)/tables.sql")
    let libraries = "\(glewlwyd)/tree/usr/lib/x86_64-linux-gnu:\(glewlwyd)/tree/lib/x86_64-linux-gnu"
    let started = try ChildProcess.start(
      [
        "env", "LD_LIBRARY_PATH=\(libraries)", "\(glewlwyd)/tree/usr/bin/glewlwyd",
        "--config-file=\(folder("glewlwyd.conf"))",
      ], log: folder("log"))
    process.withLock { $0 = started }
    guard try isReady(started) else { return nil }
  }

  /// True when it answers; false when its port was taken; throws when it says nothing for 30 seconds.
  private func isReady(_ process: ChildProcess) throws -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(30)
    while clock.now < deadline {
      if LoopbackProbe.answers(port) { return true }
      if process.wait(.milliseconds(20)) != nil {
        self.process.withLock { $0 = nil }
        return false
      }
    }
    throw Failure(description: "Glewlwyd does not answer: \(try log())")
  }

  private func setUp(seconds: Int) throws {
    try ask("auth/", #"{"username": "admin", "password": "password"}"#, as: "admin")
    for scope in ["mail", "introspect"] {
      try ask(
        "scope/", #"{"name": "\#(scope)", "password_required": false, "scheme": {}}"#, as: "admin")
    }
    try ask("mod/plugin/", GlewlwydFiles.plugin(port: port, seconds: seconds), as: "admin")
    try ask(
      "user/?source=database",
      #"{"username": "alice", "password": "\#(Self.password)", "scope": ["mail"], "enabled": true}"#,
      as: "admin")
    let introspector = Self.introspector
    try ask(
      "client/?source=database",
      """
      {"client_id": "\(introspector.name)", "confidential": true, "password": "\(introspector.password)",
       "client_secret": "\(introspector.password)", "token_endpoint_auth_method": ["client_secret_basic"],
       "authorization_type": ["client_credentials"], "scope": ["introspect"], "enabled": true}
      """, as: "admin")
    try ask(
      "client/?source=database",
      """
      {"client_id": "popkeep-test", "confidential": false, "scope": ["mail"], "enabled": true,
       "redirect_uri": ["http://127.0.0.1:\(redirectPort)/"],
       "authorization_type": ["code", "refresh_token", "device_authorization"]}
      """, as: "admin")
    try ask("auth/", #"{"username": "alice", "password": "\#(Self.password)"}"#, as: "alice")
    try ask("auth/grant/popkeep-test", #"{"scope": "mail"}"#, as: "alice", method: "PUT")
  }

  package var clientID: String { "popkeep-test" }
  package var authorizationEndpoint: String { url("oidc/auth") }
  package var deviceEndpoint: String { url("oidc/device_authorization") }
  package var tokenEndpoint: String { url("oidc/token") }

  func url(_ path: String) -> String { "http://127.0.0.1:\(port)/api/\(path)" }

  /// What it wrote to its log.
  package func log() throws -> String { String(decoding: try readFile(folder("log")), as: UTF8.self) }

  package func stop() { process.withLock { $0.take() }?.end() }

  deinit { stop() }
}
