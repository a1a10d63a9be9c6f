import POP3

/// A dialogue on a connection: commands go out, events come in, through one fixed buffer.
struct Conversation: ~Copyable {
  /// Large enough that a system call costs little beside its octets, small enough for a processor's cache.
  private static let bufferSize = 65_536
  /// A line may dribble, but not for longer than this many idle times.
  private static let patience = 4

  /// Octets a second that one answer must come with, once it has taken twice the idle time: less is no progress, and a
  /// session that goes on so would never end.
  private static let leastRate = 64.0

  let endpoint: Endpoint
  var stream: ByteStream
  private(set) var dialogue = Dialogue()
  /// What failures are blamed on.
  var stage = SessionFailure.Stage.greeting
  /// The longest silence that is waited out.
  var idle: Duration
  var masks = Masks()
  /// Challenges of a log-in are nobody's to read.
  var hidesChallenges = false
  /// What the server sent: where the ranges of `Event.body` lie, until the next call of `next`.
  private(set) var buffer: [UInt8]
  /// After a failure other than a refusal nothing more can be said.
  private(set) var isSpoiled = false
  /// For how long the answer which comes now was waited for, and its octets.
  private var waited: Duration = .zero
  private var came = 0
  private var start = 0
  private var end = 0
  private var outgoing: [UInt8] = []
  /// Commands that were sent before their turn, whose answers nobody has asked for yet.
  private var ahead: ArraySlice<Command> = []
  private var tracer: Tracer

  init(
    _ stream: consuming ByteStream, _ endpoint: Endpoint, idle: Duration,
    trace: (@Sendable (TraceLine) -> Void)?
  ) {
    self.stream = stream
    self.endpoint = endpoint
    self.idle = idle
    buffer = [UInt8](repeating: 0, count: Self.bufferSize)
    tracer = Tracer(trace)
  }

  /// Octets have come that no event has used.
  var hasUnreadOctets: Bool { start < end || stream.hasUnreadBytes }

  /// Queues a command; `flush` sends it.
  ///
  /// Octets that came although nothing was awaited would be taken for its answer: they end the session.
  mutating func queue(_ command: Command) throws(SessionFailure) {
    if dialogue.isIdle, start < end { _ = try receive() }
    do throws(ProtocolViolation) { try dialogue.send(command, into: &outgoing) } catch {
      throw spoil(.protocolViolation(error))
    }
    tracer.note(command)
  }

  /// Sends what is queued.
  mutating func flush() throws(SessionFailure) {
    guard !outgoing.isEmpty else { return }
    do throws(ConnectionFailure) {
      try stream.write(outgoing, deadline: .after(idle))
    } catch { throw spoil(.connection(error)) }
    outgoing.removeAll(keepingCapacity: true)
  }

  /// The next event; waits for octets as long as it must, and not longer than it may.
  mutating func next() throws(SessionFailure) -> Event {
    var limit: Deadline?
    while true {
      if let event = try receive() { return event }
      let last = limit ?? .after(idle * Self.patience)
      limit = last
      start = 0
      end = 0
      let began = ContinuousClock.now
      do throws(ConnectionFailure) {
        end = try stream.read(into: &buffer, deadline: min(last, .after(idle)))
      } catch { throw spoil(.connection(error)) }
      try demandProgress(since: began)
      if end == 0 {
        throw spoil(
          .connection(ConnectionFailure(.transfer, .closed, host: endpoint.host, port: endpoint.port)))
      }
    }
  }

  /// Only the waiting counts: what this side does meanwhile, or its disk, is no fault of the server.
  private mutating func demandProgress(since began: ContinuousClock.Instant) throws(SessionFailure) {
    waited += ContinuousClock.now - began
    came += end
    let earned = Duration.seconds(Double(came) / Self.leastRate)
    let allowance = idle * 2 + earned
    guard waited > allowance else { return }
    throw spoil(
      .connection(ConnectionFailure(.transfer, .timedOut, host: endpoint.host, port: endpoint.port)))
  }

  /// Sends `commands` together, to be asked for one by one and in this order: they share a round trip.
  ///
  /// Only for a server that takes several commands at once, and for few octets: see `PipelinedRun.window`.
  mutating func sendAhead(_ commands: [Command]) throws(SessionFailure) {
    try skipAhead()
    for command in commands { try queue(command) }
    try flush()
    ahead = commands[...]
  }

  /// Queues a command before its turn, behind those that are on their way.
  mutating func queueAhead(_ command: Command) throws(SessionFailure) {
    try queue(command)
    ahead.append(command)
  }

  /// True where the answer to this command is the next to come.
  func isAhead(_ command: Command) -> Bool { ahead.first == command }

  /// Lets the answers pass that are not asked for after all.
  mutating func skipAhead() throws(SessionFailure) {
    guard !ahead.isEmpty else { return }
    ahead = []
    while !dialogue.isIdle { _ = try next() }
  }

  /// Sends a command, unless it is on its way already, and returns the status line that answers it.
  mutating func ask(_ command: Command) throws(SessionFailure) -> Reply {
    guard isAhead(command) else {
      try skipAhead()
      try queue(command)
      try flush()
      return try nextReply()
    }
    let isAlone = ahead.count == 1 && dialogue.inFlight == 1
    ahead.removeFirst()
    do throws(SessionFailure) {
      return try nextReply()
    } catch { throw isAlone ? error : diagnose(error) }
  }

  /// Whether a failure is the doing of a server that cannot take several commands at once: some read one command and
  /// throw away the rest, or end the session, or mix up their answers.
  private mutating func diagnose(_ failure: SessionFailure) -> SessionFailure {
    guard case .connection(let connection) = failure.code else {
      return SessionFailure(failure.stage, .pipeliningBroken)
    }
    let isBroken =
      switch connection.code {
      case .timedOut: dialogue.isBetweenReplies && answersAnew()
      case .closed, .closedAbruptly: dialogue.isBetweenReplies
      case .resolve, .refused, .unreachable, .tls, .cancelled, .proxy, .source, .identity, .io: false
      }
    return isBroken ? SessionFailure(failure.stage, .pipeliningBroken) : failure
  }

  /// The status line that must come next.
  mutating func nextReply() throws(SessionFailure) -> Reply {
    guard case .reply(let reply, to: _) = try next() else {
      throw spoil(.protocolViolation(.unexpectedReply("")))
    }
    return reply
  }

  /// Asks a command; throws `.refused` where the answer is not `+OK`.
  mutating func demand(_ command: Command) throws(SessionFailure) -> Reply {
    let reply = try ask(command)
    guard reply.status == .ok else { throw SessionFailure(stage, .refused(reply)) }
    return reply
  }

  /// After a silence: whether the server still answers, and so has lost what it was sent before.
  ///
  /// The session is over in any case.
  mutating func answersAnew() -> Bool {
    let deadline = Deadline.after(idle)
    do throws(ConnectionFailure) {
      try stream.write(Array("NOOP\r\n".utf8), deadline: deadline)
      return try stream.read(into: &buffer, deadline: deadline) > 0
    } catch { return false }
  }

  /// TLS on the line that was plain until now (RFC 2595, section 4).
  mutating func startTLS() throws(SessionFailure) {
    do throws(ConnectionFailure) {
      try stream.startTLS(
        trust: endpoint.trust, identity: endpoint.identity, deadline: .after(idle))
    } catch { throw spoil(.connection(error)) }
    dialogue.startedTLS()
  }

  /// Ends the connection in order.
  consuming func close() { stream.close() }

  /// Marks the session as ended by `code`.
  mutating func spoil(_ code: SessionFailure.Code) -> SessionFailure {
    isSpoiled = true
    return SessionFailure(stage, code)
  }

  private mutating func receive() throws(SessionFailure) -> Event? {
    do throws(ProtocolViolation) {
      guard let event = try Self.receive(&dialogue, buffer, &start, end) else { return nil }
      guard case .reply(let reply, to: let command) = event else {
        tracer.note(event)
        return event
      }
      (waited, came) = (.zero, 0)
      // Once it has let us in, a server quotes what it was told in complaints alone.
      let isPlain = reply.status == .ok && stage != .logIn
      let masked = isPlain ? event : Event.reply(masks.applied(to: reply), to: command)
      if hidesChallenges, reply.status == .continuation, !reply.text.isEmpty {
        tracer.noteChallenge()
      } else {
        tracer.note(masked)
      }
      return masked
    } catch { throw spoil(.protocolViolation(error)) }
  }

  /// Apart, since a span of one part of this value must not overlap with changes of another.
  private static func receive(
    _ dialogue: inout Dialogue, _ buffer: [UInt8], _ start: inout Int, _ end: Int
  ) throws(ProtocolViolation) -> Event? {
    try dialogue.receive(buffer.span.bytes.extracting(0..<end), from: &start)
  }
}
