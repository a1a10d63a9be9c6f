/// A POP3 session as a value: which commands may be sent now, and what the server's octets mean.
///
/// It does no input or output. What `send` appends goes to the server as it is; what the server sends goes
/// to `receive`, cut in any way. Commands may be sent before earlier ones are answered (RFC 2449, section
/// 6.8), except behind one whose answer decides what the session is from then on.
public struct Dialogue: Sendable {
  public enum State: String, Sendable {
    /// The server has still to speak first. Next: authorization, or closed.
    case greeting
    /// Nobody is logged in. Next: transaction, or closed.
    case authorization
    /// The maildrop is open. Next: update.
    case transaction
    /// QUIT was sent and the server removes what was deleted. Next: closed.
    case update
    /// Nothing more is said.
    case closed
  }

  enum Reading: Sendable {
    case statusLine
    case capabilities(Capabilities)
    case scanListings
    case uniqueIDs
    case body(BodyDecoder)
  }

  public internal(set) var state = State.greeting
  let limits: Limits
  var awaited = AwaitedReplies()
  var reading = Reading.statusLine
  var lines: LineDecoder
  var listing: ListingDecoder
  /// An exchange of AUTH waits for the client.
  var isChallenged = false
  /// STLS was answered with `+OK`, and TLS has still to start.
  var isTLSDue = false

  public init(limits: Limits = Limits()) {
    self.limits = limits
    lines = LineDecoder(limit: limits.text, longest: limits.line)
    listing = ListingDecoder(limits: limits)
  }

  /// The number of commands whose status line has not come.
  public var inFlight: Int { awaited.count }

  /// True where no answer is half read: the next octet begins a reply.
  public var isBetweenReplies: Bool {
    guard case .statusLine = reading else { return false }
    return !lines.isWithinLine
  }

  /// True where the server has said all it was asked for: nothing is awaited, and no answer is half read.
  public var isIdle: Bool { isBetweenReplies && awaited.count == 0 && state != .greeting }

  /// Appends `command` to `wire` and awaits its answer.
  ///
  /// Throws `notAllowed` where the command has no place in this state or must wait for an answer, and
  /// `unsafeArgument`; nothing is appended then.
  public mutating func send(_ command: Command, into wire: inout [UInt8]) throws(ProtocolViolation) {
    let entry = AwaitedReply(command)
    guard isAllowed(command), !isTLSDue, awaited.last?.isBarrier != true else {
      throw .notAllowed(command.verb, in: state)
    }
    try command.encode(into: &wire)
    awaited.append(entry)
    isChallenged = false
    if command.verb == .quit, state == .transaction { state = .update }
  }

  /// Says that the TLS handshake after STLS is done. What CAPA said before no longer counts.
  public mutating func startedTLS() { isTLSDue = false }

  private func isAllowed(_ command: Command) -> Bool {
    switch command {
    case .capa, .quit: (state == .authorization && !isChallenged) || state == .transaction
    case .stls, .utf8, .user, .pass, .apop, .auth: state == .authorization && !isChallenged
    case .response, .cancel: isChallenged
    case .stat, .list, .uidl, .top, .retr, .dele, .rset, .noop: state == .transaction
    }
  }
}
