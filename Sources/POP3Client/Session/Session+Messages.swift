package import POP3

extension Session {
  /// Fetches whole messages (RETR) in the order of `numbers`.
  ///
  /// A message may take as long as it needs while octets come. Errors of the sink pass through and end the session.
  package mutating func retrieve<Sink: MessageSink & ~Copyable>(
    _ numbers: [MessageNumber], into sink: inout Sink
  ) throws {
    conversation.stage = .retrieve
    try receive(PipelinedRun(numbers, pipelines: pipelines) { .retr($0) }, into: &sink)
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
    try conversation.skipAhead()
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
