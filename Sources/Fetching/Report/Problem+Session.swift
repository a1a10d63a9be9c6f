import POP3
import POP3Client
import Settings

extension Problem {
  /// What a session's failure means for the account.
  init(_ failure: SessionFailure, host: String, account: Account?) {
    let sentence = Problem.sentence(failure.description)
    switch failure.code {
    case .connection where failure.stage == .greeting && failure.isLineLoss:
      self.init(.unavailable, sentence, hint: "", temporary: true, scope: .host)
    case .connection(let connection): self.init(connection, sentence)
    case .protocolViolation:
      self.init(
        .protocolOrTLS, "\(host): \(sentence)",
        hint: "Look with 'popkeep check --trace' whether this is a POP3 server.", temporary: true)
    case .startTLSInjection, .starttlsNotOffered: self.init(.protocolOrTLS, sentence, hint: "")
    case .outOfStep:
      self.init(
        .protocolOrTLS, "\(host): \(sentence)",
        hint: "Nothing was deleted; look with 'popkeep check --trace' what the server answers.",
        temporary: true)
    case .pipeliningBroken:
      self.init(.protocolOrTLS, sentence, hint: "The next run sends one command at a time.", temporary: true)
    case .refused(let reply): self.init(reply, sentence, or: .unavailable)
    case .loginRefused(let reply): self.init(reply, sentence, or: .loginRefused)
    case .tokenRefused(let reply, _): self.init(reply, sentence, or: .loginRefused, hint: Self.tokenHint)
    case .plaintextForbidden: self.init(.configuration, sentence, hint: "")
    case .noCommonMechanism:
      self.init(.configuration, sentence, hint: "Leave \"auth\" out: popkeep then takes the strongest.")
    }
  }

  private init(_ failure: ConnectionFailure, _ sentence: String) {
    switch failure.code {
    case .tls where failure.isOwnTrust: self.init(.configuration, sentence, hint: "")
    case .tls: self.init(.protocolOrTLS, sentence, hint: "No password was sent.")
    case .resolve(let isTemporary):
      self.init(.unavailable, sentence, hint: "", temporary: isTemporary, scope: .host)
    case .refused, .unreachable:
      self.init(.unavailable, sentence, hint: "", temporary: true, scope: .host)
    case .timedOut where failure.stage != .transfer, .io where failure.stage != .transfer:
      self.init(.unavailable, sentence, hint: "", temporary: true, scope: .host)
    case .timedOut, .closed, .closedAbruptly, .io:
      self.init(
        .tryAgain, sentence, hint: "What has arrived is safe; the next run goes on from there.",
        temporary: true)
    case .cancelled:
      self.init(
        .tryAgain, "The run was ended.", hint: "What has arrived is safe; the next run goes on from there.",
        temporary: true)
    }
  }

  /// By the code in the server's refusal (RFC 2449, section 8; RFC 3206), else the given class.
  private init(_ reply: Reply, _ sentence: String, or kind: Class, hint: String = passwordHint) {
    switch reply.code {
    case .loginDelay: self.init(.tryAgain, sentence, hint: "", temporary: true, logInPause: 0)
    case .inUse, .sysTemp: self.init(.tryAgain, sentence, hint: "", temporary: true)
    case .sysPerm: self.init(.unavailable, sentence, hint: "")
    case .auth: self.init(.loginRefused, sentence, hint: hint)
    case .utf8, .other, nil:
      self.init(kind, sentence, hint: kind == .loginRefused ? hint : "")
    }
  }

  private static let tokenHint =
    "Look whether the command of \"password\" prints a token that is valid now, and for this user."
  private static let passwordHint =
    "Many providers want an app password, and POP3 access switched on in their settings."
}
