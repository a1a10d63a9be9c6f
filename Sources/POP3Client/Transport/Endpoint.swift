package import OpenSSL

/// Where a POP3 server is and how the line to it is protected.
package struct Endpoint: Sendable, Equatable {
  package enum Security: Sendable, Equatable {
    /// TLS from the first octet (RFC 8314 §3.2).
    case implicit
    /// A plain greeting, then STLS (RFC 2595 §4).
    case starttls
    /// No protection at all.
    case none
  }

  /// A DNS name, an IPv4 or an IPv6 address (without brackets).
  package let host: String
  package let port: UInt16
  package let security: Security
  package let trust: TLSTrust
  /// What this side shows of itself where the server asks for a certificate.
  package let identity: ClientIdentity?
  package let route: Route

  package init(
    host: String, port: UInt16, security: Security, trust: TLSTrust = .systemRoots,
    identity: ClientIdentity? = nil, route: Route = .direct
  ) {
    self.host = host
    self.port = port
    self.security = security
    self.trust = trust
    self.identity = identity
    self.route = route
  }
}
