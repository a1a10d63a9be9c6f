import POP3
import POP3Client
import Settings

/// Opens a session for an account and logs in, with what earlier sessions taught about the server.
struct Connector: Sendable {
  let account: Account
  let habits: ServerHabits
  /// The password, fetched anew for each session and kept by nobody.
  let password: @Sendable () throws -> Secret
  let trace: (@Sendable (TraceLine) -> Void)?

  /// - Parameter commands: what the session is asked first, sent along with the end of the log-in where that saves a
  ///   round trip.
  func open(_ cancellation: Cancellation, asking commands: [Command]) throws -> Session {
    let secret = try password()
    var session = try Session.open(
      account.endpoint, timeouts: account.timeouts, trace: trace, cancellation: cancellation,
      hints: habits.now)
    try session.logIn(account.credentials(secret), thenAsking: commands)
    habits.note(session.announced)
    return session
  }
}

extension SessionFailure {
  /// True where the server's answers did not fit what it was asked.
  var isMixUp: Bool {
    switch code {
    case .outOfStep, .pipeliningBroken: true
    case .connection, .protocolViolation, .refused, .loginRefused, .tokenRefused, .starttlsNotOffered,
      .startTLSInjection, .plaintextForbidden, .noCommonMechanism:
      false
    }
  }

  /// True where the line, or sense, was lost: a new session may get further.
  var isWorthAnotherSession: Bool {
    switch code {
    case .connection: isLineLoss
    case .protocolViolation: stage != .greeting && stage != .capabilities && stage != .logIn
    case .pipeliningBroken, .outOfStep: true
    case .refused, .loginRefused, .tokenRefused, .starttlsNotOffered, .startTLSInjection, .plaintextForbidden,
      .noCommonMechanism:
      false
    }
  }
}
