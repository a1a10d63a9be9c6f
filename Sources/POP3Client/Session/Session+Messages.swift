package import POP3

extension Session {
  /// Fetches whole messages (RETR) in the order of `numbers`.
  ///
  /// A message may take as long as it needs while octets come. Errors of the sink pass through and end the session.
  /// Nothing that came is to be relied on where `.outOfStep` or `.pipeliningBroken` is thrown.
  ///
  /// - Parameters:
  ///   - status: what STAT said: it is asked again before and after the messages, along with them where the server
  ///     pipelines. An answer too many or too few shows there, before a message is taken for another.
  ///   - deleted: how many messages were deleted in this session since.
  package mutating func retrieve<Sink: MessageSink & ~Copyable>(
    _ numbers: [MessageNumber], checking status: MaildropStatus? = nil, deleted: Int = 0,
    into sink: inout Sink
  ) throws {
    guard let status, !numbers.isEmpty, !sink.shouldStop else {
      conversation.stage = .retrieve
      return try receive(PipelinedRun(numbers, pipelines: pipelines) { .retr($0) }, into: &sink)
    }
    var run = PipelinedRun(numbers, pipelines: pipelines, last: .stat) { .retr($0) }
    if pipelines {
      try conversation.skipAhead()
      try conversation.queueAhead(.stat)
      try run.refill(&conversation)
    }
    try confirmStep(status, deleted: deleted)
    conversation.stage = .retrieve
    try receive(run, into: &sink)
    try confirmStep(status, deleted: deleted)
  }

  /// Makes sure that answers belong to their commands: STAT must be answered as STAT is, with no fewer messages than
  /// it counted before (RFC 1939: what a session shows does not change, but for what it deletes).
  package mutating func confirmStep(
    _ status: MaildropStatus, deleted: Int = 0
  ) throws(SessionFailure) {
    conversation.stage = .status
    let reply = try conversation.ask(.stat)
    guard reply.status == .ok, let now = MaildropStatus(text: reply.text),
      Int(now.count) >= Int(status.count) - deleted, status.octets == nil || now.octets != nil
    else { throw conversation.spoil(.outOfStep) }
  }

  /// Fetches headers (TOP n 0) in the order of `numbers`; some servers send more than the header.
  package mutating func headers<Sink: MessageSink & ~Copyable>(
    _ numbers: [MessageNumber], into sink: inout Sink
  ) throws {
    conversation.stage = .headers
    try receive(PipelinedRun(numbers, pipelines: pipelines) { .top($0, lines: 0) }, into: &sink)
  }

  /// Marks messages as deleted (DELE); they go when `quit` is answered with `+OK`.
  ///
  /// `each` is given the answers in the order of `numbers`.
  package mutating func delete(
    _ numbers: [MessageNumber], _ each: (MessageNumber, Reply) -> Void
  ) throws(SessionFailure) {
    conversation.stage = .delete
    try conversation.skipAhead()
    var run = PipelinedRun(numbers, pipelines: pipelines) { .dele($0) }
    while true {
      if run.wantsMore { try run.refill(&conversation) }
      guard let event = try run.next(&conversation) else { return }
      if case .reply(let reply, to: let command) = event, let number = command.number { each(number, reply) }
    }
  }

  /// Takes back all deletions of this session (RSET).
  package mutating func reset() throws(SessionFailure) {
    conversation.stage = .reset
    _ = try conversation.demand(.rset)
  }

  /// Says that this side is still there (NOOP).
  package mutating func noop() throws(SessionFailure) {
    conversation.stage = .noop
    _ = try conversation.demand(.noop)
  }

  private mutating func receive<Sink: MessageSink & ~Copyable>(
    _ run: PipelinedRun, into sink: inout Sink
  ) throws {
    var run = run
    var current: MessageNumber?
    if !run.hasBegun { try conversation.skipAhead() }
    while true {
      if run.wantsMore, !sink.shouldStop { try run.refill(&conversation) }
      guard let event = try run.next(&conversation) else { return }
      switch event {
      case .reply(let reply, to: let command):
        guard let number = command.number else { continue }
        current = number
        if reply.status == .ok { try sink.begin(number) } else { try sink.refused(number, reply) }
      case .body(let range): try sink.append(conversation.buffer.span.bytes.extracting(range))
      case .bodyOctet(let octet): try sink.append([octet].span.bytes)
      case .endOfBody: if let current { try sink.end(current) }
      case .greeting, .capabilities, .scan, .uniqueID, .malformedLine, .endOfListing: continue
      }
    }
  }
}
