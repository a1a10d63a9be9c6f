package import POP3

/// The way that connections take.
package struct Route: Sendable, Equatable {
  /// As the system leads.
  package static let direct = Route()

  package let proxy: SOCKSProxy?
  /// The address of this machine that connections come from, IPv4 or IPv6; nil: whichever the system takes.
  package let source: String?

  package init(proxy: SOCKSProxy? = nil, source: String? = nil) {
    self.proxy = proxy
    self.source = source
  }
}

/// A SOCKS5 proxy (RFC 1928).
package struct SOCKSProxy: Sendable, Equatable {
  package let host: String
  package let port: UInt16
  /// The proxy looks names up; else they are looked up here, and it gets addresses.
  package let looksUpNames: Bool
  /// Name and password (RFC 1929), at most 255 octets each; nil: no log-in.
  package let logIn: LogIn?

  package struct LogIn: Sendable, Equatable {
    package let user: String
    package let secret: Secret

    package init(user: String, secret: Secret) {
      self.user = user
      self.secret = secret
    }
  }

  package init(host: String, port: UInt16, looksUpNames: Bool = true, logIn: LogIn? = nil) {
    self.host = host
    self.port = port
    self.looksUpNames = looksUpNames
    self.logIn = logIn
  }

  /// Host and port, for people.
  var name: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
