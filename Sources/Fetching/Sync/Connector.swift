import Archive
import MailIndex
import POP3
import POP3Client
import Settings

/// Opens a session for an account and logs in, with what earlier sessions taught about the server.
struct Connector: Sendable {
  let account: Account
  let archive: AccountArchive
  /// The password, fetched anew for each session and kept by nobody.
  let password: @Sendable () throws -> Secret
  let trace: (@Sendable (TraceLine) -> Void)?

  func open(_ cancellation: Cancellation) throws -> Session {
    let secret = try password()
    var session = try Session.open(
      account.endpoint, timeouts: account.timeouts, trace: trace, cancellation: cancellation,
      hints: try hints())
    try session.logIn(account.credentials(secret))
    return session
  }

  /// Remembers what a failure teaches about the server; true where that makes another attempt worth while.
  func learn(from failure: SessionFailure) throws -> Bool {
    var memory = try archive.memory() ?? MailboxMemory()
    switch failure.lesson {
    case .capabilitiesBreakTheLine where !memory.skipsCapabilities: memory.skipsCapabilities = true
    case .pipeliningBreaks where !memory.pipeliningIsBroken: memory.pipeliningIsBroken = true
    case .capabilitiesBreakTheLine, .pipeliningBreaks, nil: return false
    }
    try archive.remember(memory)
    return true
  }

  private func hints() throws -> ServerHints {
    let memory = try archive.memory()
    return ServerHints(
      skipCapabilities: memory?.skipsCapabilities ?? false,
      pipeliningBreaks: memory?.pipeliningIsBroken ?? false)
  }
}

extension SessionFailure {
  /// True where the line, or sense, was lost: a new session may get further.
  var isWorthAnotherSession: Bool {
    switch code {
    case .connection: isLineLoss
    case .protocolViolation: stage != .greeting && stage != .capabilities && stage != .logIn
    case .pipeliningBroken: true
    case .refused, .loginRefused, .starttlsNotOffered, .startTLSInjection, .plaintextForbidden,
      .noCommonMechanism:
      false
    }
  }
}
