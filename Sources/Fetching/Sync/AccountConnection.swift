import Archive
import POP3
import POP3Client
import Settings

extension Account {
  var endpoint: Endpoint {
    let security: Endpoint.Security =
      switch tls {
      case .implicit: .implicit
      case .starttls: .starttls
      case .none: .none
      }
    return Endpoint(host: host, port: port, security: security, caFile: caFile)
  }

  var timeouts: Timeouts { Timeouts(connect: min(timeout, .seconds(30)), idle: timeout) }

  func credentials(_ secret: Secret) -> Credentials {
    let mechanism: Credentials.Mechanism =
      switch auth {
      case nil: .automatic
      case .user: .user
      case .apop: .apop
      case .plain: .plain
      case .login: .login
      case .xoauth2: .xoauth2
      }
    return Credentials(user: user, secret: secret, mechanism: mechanism, allowPlaintext: allowPlaintext)
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

extension RetentionRule {
  /// The rule as one line: a changed rule is seen by comparing it.
  var text: String {
    "\(delete) \(deleteAfter ?? -1) \(keepNewest ?? -1) \(keepUnder ?? -1) \(untilTrashed) \(maxDeletes ?? -1)"
      + (requireCopies > 1 ? " \(requireCopies)" : "")
  }
}
