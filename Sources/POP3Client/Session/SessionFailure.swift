package import POP3

/// Why a session could not begin or go on.
package struct SessionFailure: Error, Sendable {
  /// What was being done.
  package enum Stage: Sendable, Equatable {
    case connect
    case greeting
    case capabilities
    case startTLS
    case logIn
    case status
    case sizes
    case uniqueIDs
    case retrieve
    case headers
    case delete
    case reset
    case noop
    case quit
  }

  package enum Code: Sendable {
    case connection(ConnectionFailure)
    case protocolViolation(ProtocolViolation)
    /// The server said `-ERR`.
    case refused(Reply)
    /// The server does not accept the credentials, or nobody now: its code tells.
    case loginRefused(Reply)
    /// The server does not accept the access token, and said why before.
    case tokenRefused(Reply, TokenComplaint)
    /// An exchange of this mechanism ended on this side.
    case exchangeBroken(String, SASLFault)
    /// On a plain line the server offers nothing any more that keeps the password from it, and has offered this before;
    /// nothing was sent.
    case downgraded(String)
    /// This mechanism is one of TLS connections, and there is none.
    case mechanismNeedsTLS(String)
    case starttlsNotOffered
    /// Octets came between the answer to STLS and TLS; nothing was sent after them.
    case startTLSInjection
    /// The line is not encrypted, and the user did not allow that; nothing was sent.
    case plaintextForbidden
    /// The mechanisms that the server announces, printable; none of them is to be had here.
    case noCommonMechanism([String])
    /// Answers to commands sent together are missing or do not fit.
    case pipeliningBroken
    /// An answer came that belongs to another command than it was taken for: there was one too many, or too few.
    case outOfStep
  }

  /// What a failure teaches about the server, for its `ServerHints`.
  package enum Lesson: Sendable {
    case capabilitiesBreakTheLine
    case pipeliningBreaks
    /// None of the ways to log in that are known of the server is to be had.
    case waysToLogInChanged
    /// The server does not accept the credentials, or not in this way.
    case logInFails
  }

  /// How a log-in was tried that was refused.
  package struct Attempt: Sendable, Equatable {
    /// `USER`, `APOP`, or the SASL mechanism.
    package let mechanism: String
    package let isAnnounced: Bool
    /// The SASL mechanisms that the server announces.
    package let offered: [String]

    /// True where the refusal is no matter of a password: the way itself is wrong, or a certificate.
    package var saysItAll: Bool { !isAnnounced || mechanism == "EXTERNAL" }
  }

  package let stage: Stage
  package let code: Code
  package let attempt: Attempt?

  package init(_ stage: Stage, _ code: Code, attempt: Attempt? = nil) {
    self.stage = stage
    self.code = code
    self.attempt = attempt
  }

  /// True where the server answered with `-ERR` and the session can go on.
  package var isRefusal: Bool {
    if case .refused = code { true } else { false }
  }

  /// True where the line was lost in a session that had begun: a new one may go on from there.
  package var isLineLoss: Bool {
    guard case .connection(let failure) = code, failure.stage == .transfer else { return false }
    return failure.code != .cancelled
  }

  package var lesson: Lesson? {
    switch code {
    case .pipeliningBroken, .outOfStep: .pipeliningBreaks
    // The way to log in that is remembered may be one that the server ends the line for now.
    case .connection where stage == .logIn && isLineLoss: .waysToLogInChanged
    case .connection where stage == .capabilities && isLineLoss: .capabilitiesBreakTheLine
    case .protocolViolation where stage == .capabilities: .capabilitiesBreakTheLine
    case .loginRefused, .tokenRefused, .exchangeBroken: .logInFails
    case .starttlsNotOffered, .noCommonMechanism: .waysToLogInChanged
    case .connection, .protocolViolation, .refused, .startTLSInjection, .plaintextForbidden, .downgraded,
      .mechanismNeedsTLS:
      nil
    }
  }
}
