/// One mailbox to keep: where it is, how to enter it, and what happens to what it holds.
package struct Account: Sendable, Equatable {
  /// The name, which is also a folder of the archive: see `AccountName`.
  package var name: String
  /// A DNS name or an IP address, IPv6 without brackets.
  package var host: String
  package var port: UInt16
  package var tls: TLSMode
  /// True where the user allows the password on an unencrypted line.
  package var allowPlaintext: Bool
  /// Certificate authorities to trust instead of the system's: an absolute path to a PEM file.
  package var caFile: String?
  /// SHA-256 of the public keys (SubjectPublicKeyInfo, RFC 7469 §2.4) of which the server must show one; none: its
  /// certificate is verified as usual. A pin replaces that: neither name nor authority nor date count then.
  package var pins: [KeyPin]
  /// What this side shows of itself in the TLS handshake.
  package var clientCertificate: ClientCertificate?
  /// A SOCKS5 proxy that leads to the server.
  package var proxy: ProxySettings?
  /// The address of this machine that connections come from; nil: whichever the system takes.
  package var source: String?
  package var user: String
  /// How to log in; nil: the strongest that both sides have.
  package var auth: AuthMechanism?
  /// Where the password comes from; nil: it is asked for on the terminal.
  package var password: PasswordSource?
  /// Where access tokens come from, for an account that logs in by OAuth 2.0; it has no password then.
  package var oauth: OAuthSettings?
  /// Time between two runs of the daemon.
  package var every: Duration
  /// Time without a byte from the server after which the line counts as lost.
  package var timeout: Duration
  package var onServer: RetentionRule
  /// True: delivered into `cur` with the flag S.
  package var markRead: Bool
  package var partition: Partition
  /// Octets on the wire above which a message stays on the server; nil: no limit.
  package var maxMessageSize: Int64?
  /// Times of the day in which the daemon does not look by itself.
  package var quiet: QuietHours
  package var hooks: Hooks
  package var enabled: Bool

  package init(
    name: String, host: String, port: UInt16? = nil, tls: TLSMode = .implicit, allowPlaintext: Bool = false,
    caFile: String? = nil, pins: [KeyPin] = [], clientCertificate: ClientCertificate? = nil,
    proxy: ProxySettings? = nil, source: String? = nil, user: String, auth: AuthMechanism? = nil,
    password: PasswordSource? = nil, oauth: OAuthSettings? = nil,
    every: Duration = .seconds(300), timeout: Duration = .seconds(60), onServer: RetentionRule = .keep,
    markRead: Bool = false, partition: Partition = .none, maxMessageSize: Int64? = nil,
    quiet: QuietHours = QuietHours(), hooks: Hooks = .none, enabled: Bool = true
  ) {
    self.name = name
    self.host = host
    self.port = port ?? tls.defaultPort
    self.tls = tls
    self.allowPlaintext = allowPlaintext
    self.caFile = caFile
    self.pins = pins
    self.clientCertificate = clientCertificate
    self.proxy = proxy
    self.source = source
    self.user = user
    self.auth = auth
    self.password = password
    self.oauth = oauth
    self.every = every
    self.timeout = timeout
    self.onServer = onServer
    self.markRead = markRead
    self.partition = partition
    self.maxMessageSize = maxMessageSize
    self.quiet = quiet
    self.hooks = hooks
    self.enabled = enabled
  }
}

/// How the line to the server is encrypted.
package enum TLSMode: String, Sendable, CaseIterable {
  /// TLS from the first byte (RFC 8314 §3.2).
  case implicit
  /// A plain greeting, then STLS (RFC 2595 §4), without which nothing is sent.
  case starttls
  case none

  /// The port that servers use for this mode.
  package var defaultPort: UInt16 {
    switch self {
    case .implicit: 995
    case .starttls, .none: 110
    }
  }
}

/// How mail is spread over Maildir++ folders by its arrival.
package enum Partition: String, Sendable, CaseIterable {
  case none, year, month
}
