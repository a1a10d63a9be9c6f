import DemoServer

/// The made mailbox behind the built-in server.
struct ServedDemo {
  /// The server's certificate, PEM.
  let certificate: [UInt8]
  private let server: DemoServer

  init(_ mailbox: MadeMailbox, user: String, password: String, now: Int64) throws {
    (server, certificate) = try DemoServer.start(
      mailbox, user: DemoServer.User(name: user, password: password), now: now)
  }

  var port: UInt16 { server.port }

  /// How many messages the server still holds.
  var remaining: Int { server.remaining().count }

  func stop() { server.stop() }
}
