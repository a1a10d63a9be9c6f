import POP3
import POP3Client
import Settings

/// Opens a session for an account and logs in, with what earlier sessions taught about the server.
struct Connector: Sendable {
  let account: Account
  let habits: ServerHabits
  /// The password or token, fetched anew for each session and kept by nobody.
  let secret: @Sendable (_ refused: PasswordText?) throws -> AccountSecret
  let trace: (@Sendable (TraceLine) -> Void)?

  /// - Parameter commands: what the session is asked first, sent along with the end of the log-in where that saves a
  ///   round trip.
  func open(_ cancellation: Cancellation, asking commands: [Command]) throws -> Session {
    let first = try secret(nil)
    do { return try open(first.text, cancellation, commands) } catch let failure as SessionFailure
      where failure.isAboutToken(of: account)
    {
      // A token can end before its time: another one, once, before anybody is alarmed.
      let second = try secret(first.text)
      guard second.text != first.text else { throw failure }
      return try open(second.text, cancellation, commands)
    }
  }

  private func open(
    _ secret: PasswordText, _ cancellation: Cancellation, _ commands: [Command]
  ) throws -> Session {
    var session = try Session.open(
      account.endpoint(), timeouts: account.timeouts, trace: trace, cancellation: cancellation,
      hints: habits.now)
    try session.logIn(account.credentials(Secret(secret.bytes)), thenAsking: commands)
    habits.note(session.announced)
    return session
  }
}

extension SessionFailure {
  /// True where the server may take another token.
  func isAboutToken(of account: Account) -> Bool {
    guard account.oauth != nil else { return false }
    switch code {
    case .tokenRefused(let reply, _), .loginRefused(let reply):
      return reply.code == nil || reply.code == .auth
    case .connection, .protocolViolation, .refused, .exchangeBroken, .downgraded, .mechanismNeedsTLS,
      .starttlsNotOffered, .startTLSInjection, .plaintextForbidden, .noCommonMechanism, .pipeliningBroken,
      .outOfStep:
      return false
    }
  }

  /// True where the log-in is refused because another session holds the mailbox: by the code, or where none says more than
  /// that, by the words.
  var saysMailboxIsHeld: Bool {
    guard case .loginRefused(let reply) = code else { return false }
    switch reply.code {
    case .inUse: return true
    case nil, .other: return RefusalAdvice(reply.printable, nil).cause == .inUse
    case .loginDelay, .sysTemp, .sysPerm, .auth, .utf8: return false
    }
  }

  /// True where the server's answers did not fit what it was asked.
  var isMixUp: Bool {
    switch code {
    case .outOfStep, .pipeliningBroken: true
    case .connection, .protocolViolation, .refused, .loginRefused, .tokenRefused, .exchangeBroken,
      .downgraded,
      .mechanismNeedsTLS, .starttlsNotOffered, .startTLSInjection, .plaintextForbidden, .noCommonMechanism:
      false
    }
  }

  /// True where the line, or sense, was lost: a new session may get further.
  var isWorthAnotherSession: Bool {
    switch code {
    case .connection: isLineLoss
    case .protocolViolation: stage != .greeting && stage != .capabilities && stage != .logIn
    case .pipeliningBroken, .outOfStep: true
    case .refused, .loginRefused, .tokenRefused, .exchangeBroken, .downgraded, .mechanismNeedsTLS,
      .starttlsNotOffered, .startTLSInjection, .plaintextForbidden, .noCommonMechanism:
      false
    }
  }
}
