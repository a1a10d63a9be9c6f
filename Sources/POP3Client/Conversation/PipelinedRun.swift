import POP3

/// Sends one kind of command for many messages and receives the answers, as many in flight as may be.
struct PipelinedRun {
  /// Octets of commands that may be in flight.
  ///
  /// While commands are written nothing is read. Were the server to do the same, busy with an answer that
  /// nobody takes, and its socket full, both would wait for ever. So no more is ever in flight than what
  /// any socket takes in without its application: Linux begins with 128 KB for reading, other systems
  /// with some 64 KB, and TLS adds a few octets to each write, of which one holds hundreds of
  /// commands. 16 KB is far below that, and over 1,000 commands: at 40 ms of delay enough for 25,000 a second.
  static let window = 16_384

  private let numbers: [MessageNumber]
  private let command: (MessageNumber) -> Command
  private let limit: Int
  private let last: Command?
  private var sent = 0
  /// Commands that are answered to the end, message and all.
  private var answered = 0
  private var isAtStartOfBody = false

  /// - Parameters:
  ///   - pipelines: false to await each answer before the next command.
  ///   - last: what is sent along with the last commands, where the server pipelines; its answer is for the
  ///     caller to ask for.
  init(
    _ numbers: [MessageNumber], pipelines: Bool, last: Command? = nil,
    _ command: @escaping (MessageNumber) -> Command
  ) {
    self.numbers = numbers
    self.command = command
    self.last = pipelines ? last : nil
    // No encoded command is longer than its trace and a line end.
    let longest = numbers.max().map { command($0).traceDescription.utf8.count + 2 } ?? 1
    limit = pipelines ? max(1, Self.window / longest) : 1
  }

  private var isPipelining: Bool { limit > 1 }

  /// True once a command was sent.
  var hasBegun: Bool { sent > 0 }

  /// True where more commands are to be sent: in batches, since each write has a price in time and octets.
  var wantsMore: Bool { sent < numbers.count && sent - answered <= limit / 2 }

  /// Sends as many commands as the window allows.
  mutating func refill(_ conversation: inout Conversation) throws(SessionFailure) {
    let end = min(numbers.count, answered + limit)
    for number in numbers[sent..<max(sent, end)] { try conversation.queue(command(number)) }
    sent = max(sent, end)
    if let last, sent == numbers.count { try conversation.queueAhead(last) }
    try conversation.flush()
  }

  /// The next event; nil when all that was sent is answered.
  ///
  /// Replies come in the order of `numbers`: the dialogue pairs them with commands. Throws `pipeliningBroken`
  /// where that shows to be wrong.
  mutating func next(_ conversation: inout Conversation) throws(SessionFailure) -> Event? {
    if answered == sent { return nil }
    let event: Event
    do throws(SessionFailure) {
      event = try conversation.next()
    } catch { throw isPipelining ? diagnose(error, &conversation) : error }
    switch event {
    case .reply:
      isAtStartOfBody = true
      if conversation.dialogue.isBetweenReplies { answered += 1 }
    case .endOfBody: answered += 1
    case .body(let range) where isAtStartOfBody:
      isAtStartOfBody = false
      if isPipelining, Self.looksLikeReply(conversation.buffer[range]) {
        throw conversation.spoil(.pipeliningBroken)
      }
    case .body, .bodyOctet, .greeting, .capabilities, .scan, .uniqueID, .malformedLine, .endOfListing:
      break
    }
    return event
  }

  /// Whether a failure is the doing of a server that cannot take several commands at once.
  ///
  /// Such servers read one command and throw away the rest, or end the session, or mix up their answers.
  private func diagnose(_ failure: SessionFailure, _ conversation: inout Conversation) -> SessionFailure {
    let isBroken =
      switch failure.code {
      case .protocolViolation: true
      case .connection(let connection):
        switch connection.code {
        case .timedOut: conversation.dialogue.isBetweenReplies && conversation.answersAnew()
        case .closed, .closedAbruptly:
          conversation.dialogue.isBetweenReplies && answered <= 1 && sent - answered > 0 && sent > 1
        case .resolve, .refused, .unreachable, .tls, .cancelled, .proxy, .source, .identity, .io: false
        }
      case .refused, .loginRefused, .tokenRefused, .exchangeBroken, .downgraded, .mechanismNeedsTLS,
        .starttlsNotOffered, .startTLSInjection, .plaintextForbidden, .noCommonMechanism, .pipeliningBroken,
        .outOfStep:
        false
      }
    return isBroken ? SessionFailure(failure.stage, .pipeliningBroken) : failure
  }

  /// A message that begins like a reply, where replies are awaited one upon the other, is one too many.
  private static func looksLikeReply(_ octets: ArraySlice<UInt8>) -> Bool {
    ["+OK", "-ERR"].contains { text in zip(octets, text.utf8).allSatisfy { $0 == $1 } }
  }
}
