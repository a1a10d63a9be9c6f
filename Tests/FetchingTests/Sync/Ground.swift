import DemoServer
import Settings
import TestFiles
import TestServers

/// A server for the suite that runs on all of them: the built-in one and a real Dovecot, on each kind of line.
enum Ground: String, Sendable, CaseIterable, CustomStringConvertible {
  case builtInPlain = "built-in server, plain"
  case builtInSTLS = "built-in server, STLS"
  case builtInTLS = "built-in server, TLS"
  case dovecotPlain = "Dovecot, plain"
  case dovecotSTLS = "Dovecot, STLS"
  case dovecotTLS = "Dovecot, TLS"

  var description: String { rawValue }

  var isDovecot: Bool {
    switch self {
    case .builtInPlain, .builtInSTLS, .builtInTLS: false
    case .dovecotPlain, .dovecotSTLS, .dovecotTLS: true
    }
  }

  var tls: TLSMode {
    switch self {
    case .builtInPlain, .dovecotPlain: .none
    case .builtInSTLS, .dovecotSTLS: .starttls
    case .builtInTLS, .dovecotTLS: .implicit
    }
  }

  /// Those that are to run here: all, but for Dovecot where it is neither installed nor demanded.
  static var expected: [Ground] { allCases.filter { !$0.isDovecot || DovecotServer.isExpected } }

  /// Starts a server whose user alice, password secret, has these messages.
  func start(_ contents: [[UInt8]]) throws -> GroundServer {
    if isDovecot {
      let dovecot = try DovecotServer.start()
      let server = GroundServer(ground: self, kind: .dovecot(dovecot))
      for content in contents { try server.add(content) }
      return server
    }
    let authority = try TestAuthority()
    var offer = Offer()
    offer.plaintextBeforeTLS = self == .builtInPlain
    let security: DemoServer.Security =
      switch tls {
      case .none: .none
      case .starttls: .starttls(try authority.identity())
      case .implicit: .implicit(try authority.identity())
      }
    let demo = try DemoServer.start(
      messages: [], users: [DemoServer.User(name: "alice", password: "secret")], security: security,
      offer: offer)
    let server = GroundServer(ground: self, kind: .builtIn(demo, authority))
    for content in contents { try server.add(content) }
    return server
  }
}
