// What is known of large mail providers, so that their users need not know it: where their POP3 servers are, what
// they call a password for programs, how POP access is switched on. Facts alone, no I/O: whatever stands here is
// tried before it is believed. What nobody is sure of is left out; the network is asked then.

/// A mail provider: by what it is recognised, and what its users need to know.
package struct Provider: Sendable, Equatable {
  /// How the line to a server is protected; a line without protection is never known.
  package enum Security: Sendable, Equatable {
    case implicit, starttls
  }

  package struct Server: Sendable, Equatable {
    package let host: String
    package let port: UInt16
    package let security: Security

    package init(_ host: String, port: UInt16 = 995, security: Security = .implicit) {
      self.host = host
      self.port = port
      self.security = security
    }
  }

  /// What of the mail address is the user's name there.
  package enum UserForm: Sendable, Equatable {
    case address
    /// What stands before the `@`.
    case localPart
  }

  /// Where the provider gives out access tokens (RFC 6749, RFC 8628), and the scope that POP3 needs.
  ///
  /// `{tenant}` in an address stands for a directory of Microsoft's, `common` where none is named.
  package struct OAuthEndpoints: Sendable, Equatable {
    package let authorization: String
    /// Nil where there are no device codes, or none for mail.
    package let device: String?
    package let token: String
    package let scope: String
  }

  /// The word that configurations and commands use.
  package let id: String
  package let name: String
  /// Domains of addresses; one that begins with a dot stands for all names below it.
  package let domains: [String]
  /// Mail for a domain of the provider's customers is received by hosts of these names, or below them.
  package let mailExchangers: [String]
  /// Names that its POP3 servers go by.
  package let hosts: [String]
  /// The best first; empty where there is no POP3.
  package let servers: [Server]
  package let userForm: UserForm
  /// What it calls a password that is for programs alone; nil: it has none, or takes the usual one as well.
  package let passwordName: String?
  /// The page where such a password is made, or that says how.
  package let passwordURL: String?
  /// How POP access is switched on, as a sentence; nil where it is always on.
  package let popAccess: String?
  /// What else decides whether it works, as a sentence.
  package let advice: String?
  package let oauth: OAuthEndpoints?
  /// True where nothing but an access token is taken.
  package let takesTokensOnly: Bool

  init(
    _ id: String, _ name: String, domains: [String] = [], mailExchangers: [String] = [], hosts: [String] = [],
    servers: [Server] = [], userForm: UserForm = .address, passwordName: String? = nil,
    passwordURL: String? = nil, popAccess: String? = nil, advice: String? = nil,
    oauth: OAuthEndpoints? = nil, takesTokensOnly: Bool = false
  ) {
    self.id = id
    self.name = name
    self.domains = domains
    self.mailExchangers = mailExchangers
    self.hosts = servers.map(\.host) + hosts
    self.servers = servers
    self.userForm = userForm
    self.passwordName = passwordName
    self.passwordURL = passwordURL
    self.popAccess = popAccess
    self.advice = advice
    self.oauth = oauth
    self.takesTokensOnly = takesTokensOnly
  }
}
