package import Providers

/// A server that may have the mailbox, with what was said about it. No line without TLS is ever a candidate.
package struct Candidate: Sendable, Equatable {
  package enum Security: Sendable, Equatable {
    case implicit, starttls
  }

  /// How the server takes log-ins, as its source names it.
  package enum Authentication: Sendable, Equatable {
    /// The password as it is, inside TLS.
    case password
    /// Proof that the password is known.
    case encryptedPassword
    /// An access token.
    case token
    /// Anything else, such as Kerberos.
    case other
  }

  package let host: String
  package let port: UInt16
  package let security: Security
  /// The name to log in with.
  package let user: String
  /// True where the source says nothing of that name.
  package let isUserGuessed: Bool
  package let source: Source
  /// What the source names, the best first; empty: nothing.
  package let authentication: [Authentication]
  /// Who runs it, where that is known.
  package let provider: Provider?

  package init(
    host: String, port: UInt16, security: Security, user: String, isUserGuessed: Bool = false, source: Source,
    authentication: [Authentication] = [], provider: Provider? = nil
  ) {
    self.host = host
    self.port = port
    self.security = security
    self.user = user
    self.isUserGuessed = isUserGuessed
    self.source = source
    self.authentication = authentication
    self.provider = provider ?? Provider.of(host: host)
  }

  /// True where only access tokens are taken, as far as is known.
  package var takesTokensOnly: Bool {
    provider?.takesTokensOnly == true || !authentication.isEmpty && authentication.allSatisfy { $0 == .token }
  }

  /// True where the same server is meant: it need not be tried twice.
  func isSameServer(as other: Candidate) -> Bool {
    host == other.host && port == other.port && security == other.security
  }

  /// True where somebody vouches for this server having mail of `domain`: its own web server or the list over TLS, what
  /// this program knows, or its name. Others came over lines that anybody in between could change, and a server
  /// of anybody's has a valid certificate.
  package func isVouched(for domain: String) -> Bool {
    switch source {
    case .preset, .autoconfig, .wellKnown, .ispdb, .guess: true
    case .mailExchanger(_, let means):
      switch means {
      case .preset, .ispdb: true
      case .autoconfig: DNSName.isWithin(host, domain)
      }
    case .plainAutoconfig, .serviceRecord: DNSName.isWithin(host, domain)
    }
  }
}

extension Candidate {
  /// Who said that the mailbox may be there.
  package enum Source: Sendable, Equatable {
    /// Known to this program.
    case preset
    /// `https://autoconfig.DOMAIN/`
    case autoconfig
    /// `https://DOMAIN/.well-known/autoconfig/`
    case wellKnown
    /// Thunderbird's list of providers.
    case ispdb
    /// `http://autoconfig.DOMAIN/`
    case plainAutoconfig
    /// By the host that receives the domain's mail.
    case mailExchanger(String, Means)
    /// A record of RFC 6186.
    case serviceRecord
    /// A name that servers often have.
    case guess

    package enum Means: Sendable, Equatable {
      case preset, ispdb, autoconfig
    }
  }

  /// Where it was found, as the end of a sentence that begins with `place`.
  package var origin: String {
    let name = provider?.name ?? ""
    switch source {
    case .preset: return "known as \(name)'s"
    case .autoconfig: return "found in its autoconfig"
    case .wellKnown: return "found in its autoconfig (.well-known)"
    case .ispdb: return "found in Thunderbird's list of providers"
    case .plainAutoconfig: return "found in its autoconfig, over plain HTTP"
    case .mailExchanger(let host, .preset):
      return "known as \(name)'s, which \(host), where its mail goes, belongs to"
    case .mailExchanger(let host, .ispdb):
      return "found in Thunderbird's list of providers, since its mail goes to \(host)"
    case .mailExchanger(let host, .autoconfig):
      return "found in the autoconfig of \(host), where its mail goes"
    case .serviceRecord: return "found in its SRV record"
    case .guess: return "found by its name"
    }
  }

  /// `pop.example.org, port 995, TLS`
  package var place: String {
    "\(host), port \(port), \(security == .implicit ? "TLS" : "STLS")"
  }
}
