package import OpenSSL
package import POP3

/// One session with a POP3 server, from the connection to QUIT.
///
/// All calls wait, none longer than its deadline; the cancellation that it was opened with ends any at once.
/// After a failure other than `.refused` or `.loginRefused` only `quit` is of use, and it says nothing to the
/// server. Not for two threads at once.
package struct Session: ~Copyable {
  /// CAPA is answered at once or never.
  private static let capabilityPatience = Duration.seconds(10)

  var conversation: Conversation
  package let greeting: Greeting
  /// The latest answer to CAPA: before the log-in or after it. Nil where the server has none.
  package private(set) var capabilities: Capabilities?
  /// What CAPA said before the log-in, in this session or in the one that is remembered.
  package internal(set) var announced: Capabilities?
  /// The way in that the log-in took: `USER`, `APOP`, or the SASL mechanism; nil before it.
  package internal(set) var loggedInBy: String?
  /// True while `capabilities` are those of an earlier session.
  private(set) var goesByMemory = false
  let hints: ServerHints

  /// Connects, starts TLS as the endpoint says, and asks for the capabilities.
  ///
  /// With `.starttls` the session begins only once TLS is there.
  /// - Parameters:
  ///   - trace: is shown the dialogue.
  ///   - stages: is shown how far connecting got.
  package static func open(
    _ endpoint: Endpoint, timeouts: Timeouts = Timeouts(), trace: (@Sendable (TraceLine) -> Void)? = nil,
    stages: (ConnectStage) -> Void = { _ in }, cancellation: Cancellation, hints: ServerHints = ServerHints()
  ) throws(SessionFailure) -> Session {
    let stream: ByteStream
    do throws(ConnectionFailure) {
      stream = try ByteStream.connect(
        endpoint, timeouts: timeouts, cancellation: cancellation, stages: stages)
    } catch { throw SessionFailure(.connect, .connection(error)) }
    var conversation = Conversation(
      stream, endpoint, idle: min(timeouts.connect, timeouts.idle), trace: trace)
    let greeting = try Self.greeting(&conversation)
    conversation.idle = timeouts.idle
    var session = Session(conversation: conversation, greeting: greeting, hints: hints)
    if hints.capabilities == nil { try session.readCapabilities() }
    if endpoint.security == .starttls {
      try session.startTLS()
      if let tls = session.tls { stages(.tls(tls)) }
      if hints.capabilities == nil { try session.readCapabilities() }
    }
    session.recall()
    return session
  }

  private init(conversation: consuming Conversation, greeting: Greeting, hints: ServerHints) {
    self.conversation = conversation
    self.greeting = greeting
    self.hints = hints
    capabilities = nil
  }

  /// Goes by what is remembered of the server, where it is.
  private mutating func recall() {
    guard let known = hints.capabilities else { return }
    capabilities = known
    goesByMemory = true
  }

  /// True where commands are sent before earlier ones are answered.
  package var pipelines: Bool { capabilities?.hasPipelining == true && !hints.pipeliningBreaks }

  /// What the TLS handshake settled; nil on a plain line.
  package var tls: TLSDescription? { conversation.stream.tlsSession }

  /// Ends the session: the server removes what was deleted, if it says `+OK`.
  ///
  /// Nil where the line was lost before an answer came, or the session was over already: what became of the
  /// deletions is unknown then. Throws where the answer is no answer, or this side cancelled.
  package consuming func quit() throws(SessionFailure) -> Reply? {
    conversation.stage = .quit
    var reply: Reply?
    if !conversation.isSpoiled {
      do throws(SessionFailure) {
        try conversation.skipAhead()
        if conversation.dialogue.isIdle { reply = try conversation.ask(.quit) }
      } catch {
        guard error.isLineLoss else { throw error }
      }
    }
    conversation.close()
    return reply
  }

  /// Asks for the capabilities anew: they change with TLS and with the log-in.
  ///
  /// Where the server does not know the command, what it said before stays.
  /// - Parameter commands: what is asked next, and sent along where the server takes that.
  mutating func readCapabilities(_ commands: [Command] = []) throws(SessionFailure) {
    if hints.skipCapabilities {
      if pipelines { try conversation.sendAhead(commands) }
      return
    }
    conversation.stage = .capabilities
    if pipelines, !commands.isEmpty { try conversation.sendAhead([.capa] + commands) }
    let idle = conversation.idle
    conversation.idle = min(idle, Self.capabilityPatience)
    guard try conversation.ask(.capa).status == .ok else {
      conversation.idle = idle
      return
    }
    if case .capabilities(let found) = try conversation.next() { capabilities = found }
    goesByMemory = false
    conversation.idle = idle
  }

  private mutating func startTLS() throws(SessionFailure) {
    conversation.stage = .startTLS
    if let capabilities, !capabilities.hasSTLS { throw SessionFailure(.startTLS, .starttlsNotOffered) }
    guard try conversation.ask(.stls).status == .ok else {
      throw SessionFailure(.startTLS, .starttlsNotOffered)
    }
    // What came in plain text before TLS could be anybody's, and what a plain line announced no longer counts.
    guard !conversation.hasUnreadOctets else { throw conversation.spoil(.startTLSInjection) }
    try conversation.startTLS()
    capabilities = nil
  }

  private static func greeting(_ conversation: inout Conversation) throws(SessionFailure) -> Greeting {
    conversation.stage = .greeting
    guard case .greeting(let greeting) = try conversation.next() else {
      throw conversation.spoil(.protocolViolation(.notAReply("")))
    }
    guard greeting.reply.status == .ok else { throw SessionFailure(.greeting, .refused(greeting.reply)) }
    return greeting
  }
}
