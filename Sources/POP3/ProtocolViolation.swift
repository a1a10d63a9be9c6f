/// What a peer sent that is no POP3, or what a caller may not send now.
public enum ProtocolViolation: Error, Equatable, Sendable {
  /// A line that should be a reply begins with neither `+OK` nor `-ERR`; an excerpt, printable.
  case notAReply(String)
  /// A reply that answers no command; an excerpt, printable.
  case unexpectedReply(String)
  /// A `+` that asks for more where no exchange is under way.
  case unexpectedContinuation
  /// A line without an end, beyond `Limits.line` octets.
  case lineTooLong(limit: Int)
  /// A listing without an end, beyond `Limits.listing` lines.
  case listingTooLong(limit: Int)
  /// The answer to STAT has no count of messages; an excerpt, printable.
  case malformedStatus(String)
  /// Octets behind the `+OK` to STLS, before TLS: somebody may have put them there (RFC 2595, section 4).
  case octetsBeforeTLS
  /// The caller's argument holds CR, LF or NUL.
  case unsafeArgument(Command.Verb)
  /// The caller's command has no place in this state, or must wait for an answer.
  case notAllowed(Command.Verb, in: Dialogue.State)
}

extension ProtocolViolation: CustomStringConvertible {
  /// One sentence without its full stop.
  public var description: String {
    switch self {
    case .notAReply(let text): "the server sent something that is no POP3 reply: \"\(text)\""
    case .unexpectedReply(let text): "the server sent a reply that nothing asked for: \"\(text)\""
    case .unexpectedContinuation: "the server asked for more where nothing more is to be said"
    case .lineTooLong(let limit): "the server sent a line of more than \(limit) octets"
    case .listingTooLong(let limit): "the server sent a listing of more than \(limit) lines"
    case .malformedStatus(let text): "the server's answer to STAT has no number of messages: \"\(text)\""
    case .octetsBeforeTLS: "the server sent octets between its answer to STLS and the start of TLS"
    case .unsafeArgument(let verb): "an argument of \(verb.rawValue) holds a line end or a NUL"
    case .notAllowed(let verb, let state): "\(verb.rawValue) cannot be sent in the \(state.rawValue) state"
    }
  }
}
