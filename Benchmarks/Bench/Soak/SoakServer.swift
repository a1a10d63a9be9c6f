import DemoServer
import OpenSSL

/// A built-in server of some accounts that goes away and comes back on its port, with the mail that it had.
final class SoakServer {
  let port: UInt16
  private let names: [String]
  private let password: String
  private let identity: TLSIdentity
  private let made = MadeMail()
  private var server: DemoServer?
  /// The numbers of all messages that each mailbox ever got.
  private(set) var delivered: [String: [Int]] = [:]
  /// What waits while the server is away, and what it had when it went.
  private var waiting: [String: [ServedMessage]] = [:]

  init(_ names: [String], password: String, identity: TLSIdentity) throws {
    self.names = names
    self.password = password
    self.identity = identity
    let server = try Self.start(names, password, identity, port: 0)
    self.server = server
    port = server.port
  }

  private static func start(
    _ names: [String], _ password: String, _ identity: TLSIdentity, port: UInt16
  ) throws -> DemoServer {
    try DemoServer.start(
      messages: [], users: names.map { DemoServer.User(name: $0, password: password) },
      security: .implicit(identity), port: port)
  }

  var isUp: Bool { server != nil }

  /// Puts a message into a mailbox: its number is its content.
  func deliver(_ number: Int, octets: Int, to name: String) {
    delivered[name, default: []].append(number)
    let message = made.served(number..<(number + 1), octets: octets)
    if let server { server.add(message, to: name) } else { waiting[name, default: []] += message }
    all[Array("n\(number)".utf8)] = message.first
  }

  private var all: [[UInt8]: ServedMessage] = [:]

  /// Ends all sessions where they are, and lets nobody in any more.
  func goAway() {
    guard let server else { return }
    server.stop()
    for name in names { waiting[name] = server.remaining(of: name).compactMap { all[$0] } }
    self.server = nil
  }

  func comeBack() throws {
    guard server == nil else { return }
    let started = try Self.start(names, password, identity, port: port)
    for (name, messages) in waiting { started.add(messages, to: name) }
    waiting = [:]
    server = started
  }
}
