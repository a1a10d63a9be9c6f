package import OpenSSL

/// A small, honest POP3 server on loopback, with messages that it holds or makes on demand.
///
/// Each user has a maildrop of their own, locked by one session at a time; what is deleted goes at QUIT. It answers
/// pipelined commands as fast as they come. It ends when the last reference goes, or with `stop`.
package final class DemoServer: Sendable {
  /// A user and the password that lets them in.
  package struct User: Sendable {
    package let name: String
    package let password: String

    package init(name: String, password: String) {
      self.name = name
      self.password = password
    }
  }

  /// How the connection is protected.
  package enum Security: Sendable {
    case none
    /// TLS after the command STLS (RFC 2595).
    case starttls(TLSIdentity)
    /// TLS from the first octet (RFC 8314).
    case implicit(TLSIdentity)
  }

  private let host: Host
  private let listener: Listener
  private let firstUser: String

  /// Starts a server in which each user has all of `messages`. `patience` is how long it waits for a silent client.
  package static func start(
    messages: [ServedMessage], users: [User], security: Security = .none, offer: Offer = Offer(),
    address: Loopback = .ipv4, port: UInt16 = 0, patience: Duration = .seconds(600),
    interference: Interference? = nil
  ) throws(DemoServerFailure) -> DemoServer {
    let host = try Host(
      messages: messages, users: users, security: security, offer: offer, interference: interference,
      patience: patience)
    let listener = try Listener(address: address, port: port) { socket, number in
      host.counters.add(to: \.connections)
      var session = Session(host: host, socket: socket, number: number)
      session.run()
    }
    return DemoServer(host: host, listener: listener, firstUser: users.first?.name ?? "")
  }

  private init(host: Host, listener: Listener, firstUser: String) {
    self.host = host
    self.listener = listener
    self.firstUser = firstUser
  }

  /// `127.0.0.1` or `::1`.
  package var address: String { listener.address.rawValue }
  package var port: UInt16 { listener.port }

  /// The unique-ids now in the maildrop of `user` (nil: of the first user), in order.
  package func remaining(of user: String? = nil) -> [[UInt8]] { maildrop(of: user)?.uids ?? [] }

  /// Puts messages at the end of the maildrop of `user` (nil: of the first user). Sessions that are open do not see them.
  package func add(_ messages: [ServedMessage], to user: String? = nil) { maildrop(of: user)?.add(messages) }

  /// The last 10,000 commands or more, secrets masked.
  package var log: [LoggedCommand] { host.log.last }

  package var counts: Counts { host.counters.now }

  /// Ends all connections and waits for all threads. Later calls do nothing.
  package func stop() { listener.stop() }

  private func maildrop(of user: String?) -> Maildrop? { host.maildrop(of: user ?? firstUser) }
}
