import Archive
import POP3
package import POP3Client
package import Settings

extension Account {
  /// Where the account's server is and which way leads there; asks for the password of its proxy.
  package func endpoint() throws -> Endpoint {
    let security: Endpoint.Security =
      switch tls {
      case .implicit: .implicit
      case .starttls: .starttls
      case .none: .none
      }
    return Endpoint(
      host: host, port: port, security: security, caFile: caFile, pins: pins.map(\.digest),
      identity: clientCertificate.map { ClientIdentity(certificate: $0.file, key: $0.key) },
      route: Route(proxy: try proxy?.socks(), source: source))
  }

  var timeouts: Timeouts { Timeouts(connect: min(timeout, .seconds(30)), idle: timeout) }

  func credentials(_ secret: Secret) -> Credentials {
    Credentials(
      user: user, secret: secret, kind: secretKind, mechanism: mechanism, allowPlaintext: allowPlaintext)
  }

  private var secretKind: Credentials.Kind {
    if oauth != nil || auth?.takesToken == true { return .token }
    return logsInByCertificate ? .certificate : .password
  }

  private var mechanism: Credentials.Mechanism {
    switch auth {
    case nil: .automatic
    case .scramSHA256Plus: .scram(.sha256, isBound: true)
    case .scramSHA256: .scram(.sha256, isBound: false)
    case .scramSHA1Plus: .scram(.sha1, isBound: true)
    case .scramSHA1: .scram(.sha1, isBound: false)
    case .oauthbearer: .oauthbearer
    case .xoauth2: .xoauth2
    case .external: .external
    case .plain: .plain
    case .user: .user
    case .login: .login
    case .cramMD5: .cramMD5
    case .apop: .apop
    }
  }

  var archiveOptions: AccountOptions {
    let folders: AccountOptions.Partition =
      switch partition {
      case .none: .none
      case .year: .year
      case .month: .month
      }
    return AccountOptions(partition: folders, markRead: markRead)
  }
}

extension ProxySettings {
  fileprivate func socks() throws -> SOCKSProxy {
    let logIn = try user.map { user in
      // What its program says on standard error is not heard: this may be a daemon, the log of which has lines of a form.
      SOCKSProxy.LogIn(user: user, secret: Secret(try resolvedPassword(isHeard: false)?.bytes ?? []))
    }
    return SOCKSProxy(host: host, port: port, looksUpNames: looksUpNames, logIn: logIn)
  }
}

extension RetentionRule {
  /// The rule as one line: a changed rule is seen by comparing it.
  var text: String {
    "\(delete) \(deleteAfter ?? -1) \(keepNewest ?? -1) \(keepUnder ?? -1) \(untilTrashed) \(maxDeletes ?? -1)"
      + (requireCopies > 1 ? " \(requireCopies)" : "")
  }
}
