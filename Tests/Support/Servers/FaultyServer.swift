package import DemoServer
import Synchronization

/// A demo server with quirks, which may change while it runs: each connection goes by those of its moment.
package final class FaultyServer: Sendable {
  /// The server beneath: its port, its log, what remains in it.
  package let server: DemoServer
  private let mood: Mood

  private init(server: DemoServer, mood: Mood) {
    self.server = server
    self.mood = mood
  }

  /// Starts a server; users and the rest as for `DemoServer`. The default user is alice, her password secret.
  package static func start(
    messages: [ServedMessage], quirks: Quirks,
    users: [DemoServer.User] = [DemoServer.User(name: "alice", password: "secret")],
    security: DemoServer.Security = .none, offer: Offer = Offer(), address: Loopback = .ipv4
  ) throws(DemoServerFailure) -> FaultyServer {
    let mood = Mood(quirks)
    let server = try DemoServer.start(
      messages: messages, users: users, security: security, offer: offer, address: address,
      interference: Interference(conduct: mood.conduct, verdict: mood.verdict, view: mood.view))
    return FaultyServer(server: server, mood: mood)
  }

  package var port: UInt16 { server.port }

  /// Changes the quirks, for connections and commands to come.
  package func change(_ body: @Sendable (inout Quirks) -> Void) { mood.change(body) }

  package func stop() { server.stop() }
}
