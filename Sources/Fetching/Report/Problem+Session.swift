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
    case .loginRefused(let reply) where account?.oauth != nil:
      self.init(reply, sentence, or: .loginRefused, hint: Self.tokenHint(account))
    case .loginRefused(let reply) where failure.attempt?.saysItAll == true:
      self.init(reply, sentence, or: .loginRefused)
    case .loginRefused(let reply): self.init(reply, sentence, RefusalAdvice(reply.printable, account))
    case .tokenRefused(let reply, _):
      self.init(reply, sentence, or: .loginRefused, hint: Self.tokenHint(account))
    case .exchangeBroken(_, .told):
      self.init(.loginRefused, sentence, hint: RefusalAdvice("", account).hint)
    case .exchangeBroken: self.init(.protocolOrTLS, sentence, hint: "No password was sent.")
    case .downgraded: self.init(.protocolOrTLS, sentence, hint: "")
    case .plaintextForbidden, .mechanismNeedsTLS: self.init(.configuration, sentence, hint: "")
    case .noCommonMechanism:
      self.init(.configuration, sentence, hint: "Leave \"auth\" out: popkeep then takes the strongest.")
    }
  }

  private init(_ failure: ConnectionFailure, _ sentence: String) {
    switch failure.code {
    case .tls where failure.isOwnTrust, .identity, .source: self.init(.configuration, sentence, hint: "")
    case .proxy(let fault, name: _):
      let isConfigured = fault == .wantsLogIn || fault == .logInRefused || fault == .logInTooLong
      self.init(
        isConfigured ? .configuration : .unavailable, sentence, hint: "", temporary: fault.isTemporary)
    case .tls: self.init(.protocolOrTLS, sentence, hint: "No password was sent.")
    case .resolve(let isTemporary):
      self.init(.unavailable, sentence, hint: "", temporary: isTemporary, scope: .host)
    case .refused, .unreachable:
      self.init(.unavailable, sentence, hint: "", temporary: true, scope: .host)
    case .timedOut where failure.stage != .transfer, .io where failure.stage != .transfer:
      self.init(.unavailable, sentence, hint: "", temporary: true, scope: .host)
    case .timedOut, .closed, .closedAbruptly, .io:
      self.init(
        .tryAgain, sentence, hint: Self.resumption,
        temporary: true)
    case .cancelled:
      self.init(.tryAgain, "The run was ended.", hint: Self.resumption, temporary: true)
    }
  }

  /// A refused log-in, by its code, and where that says no more than that a person must act, by its words.
  private init(_ reply: Reply, _ sentence: String, _ advice: RefusalAdvice) {
    switch (reply.code, advice.cause) {
    case (.sysPerm, .some): self.init(.loginRefused, sentence, hint: advice.hint)
    case (nil, .tooOften), (.other, .tooOften), (nil, .inUse), (.other, .inUse):
      self.init(.tryAgain, sentence, hint: advice.hint, temporary: true)
    case _: self.init(reply, sentence, or: .loginRefused, hint: advice.hint)
    }
  }

  /// By the code in the server's refusal (RFC 2449, section 8; RFC 3206), else the given class.
  private init(_ reply: Reply, _ sentence: String, or kind: Class, hint: String = "") {
    switch reply.code {
    case .loginDelay: self.init(.tryAgain, sentence, hint: "", temporary: true, logInPause: 0)
    case .inUse, .sysTemp: self.init(.tryAgain, sentence, hint: "", temporary: true)
    case .sysPerm: self.init(.unavailable, sentence, hint: "")
    case .auth: self.init(.loginRefused, sentence, hint: hint)
    case .utf8, .other, nil:
      self.init(kind, sentence, hint: kind == .loginRefused ? hint : "")
    }
  }

  private static let resumption = "What has arrived is safe; the next run goes on from there."

  /// The same where nothing was to be fetched.
  var ofCheck: Problem {
    guard hint == Self.resumption else { return self }
    return Problem(kind, message, hint: "", temporary: isTemporary, scope: scope)
  }

  private static func tokenHint(_ account: Account?) -> String {
    switch account?.oauth {
    case .client:
      "Run 'popkeep login \(account?.name ?? "")', and log in there as \(account?.user ?? "the user")."
    case .command: "Look whether \"tokenCommand\" prints a token that is valid now, and for this user."
    case nil: "Look whether the command of \"password\" prints a token that is valid now, and for this user."
    }
  }
}
