extension Dialogue {
  /// What `wire` means from `offset` on, which moves behind what was used; nil when more octets are
  /// needed. Call it until nil; all of `wire` is used up then.
  ///
  /// After an error the session is of no more use.
  public mutating func receive(
    _ wire: RawSpan, from offset: inout Int
  ) throws(ProtocolViolation) -> Event? {
    switch reading {
    case .statusLine: return try receiveStatusLine(wire, from: &offset)
    case .capabilities(var found):
      let event = try receiveCapability(&found, wire, from: &offset)
      if event == nil { reading = .capabilities(found) }
      return event
    case .scanListings:
      let item = try listing.next(in: wire, from: &offset) { ScanListing(line: $0) }
      return finishListing(item) { .scan($0) }
    case .uniqueIDs:
      let item = try listing.next(in: wire, from: &offset) { UniqueIDListing(line: $0) }
      return finishListing(item) { .uniqueID($0) }
    case .body(var body):
      guard let piece = body.next(in: wire, from: &offset) else {
        reading = .body(body)
        return nil
      }
      reading = piece == .end ? .statusLine : .body(body)
      switch piece {
      case .content(let range): return .body(range)
      case .heldOctet(let octet): return .bodyOctet(octet)
      case .end: return .endOfBody
      }
    }
  }

  private mutating func receiveCapability(
    _ found: inout Capabilities, _ wire: RawSpan, from offset: inout Int
  ) throws(ProtocolViolation) -> Event? {
    while let item = try listing.next(in: wire, from: &offset, parse: { $0.bytes(from: 0) }) {
      switch item {
      case .entry(let line): found.add(line)
      case .malformed: continue
      case .end:
        reading = .statusLine
        return .capabilities(found)
      }
    }
    return nil
  }

  private mutating func finishListing<Entry>(
    _ item: ListingDecoder.Item<Entry>?, _ event: (Entry) -> Event
  ) -> Event? {
    switch item {
    case .entry(let entry): return event(entry)
    case .malformed: return .malformedLine
    case .end:
      reading = .statusLine
      return .endOfListing
    case nil: return nil
    }
  }

  private mutating func receiveStatusLine(
    _ wire: RawSpan, from offset: inout Int
  ) throws(ProtocolViolation) -> Event? {
    guard offset < wire.byteCount else { return nil }
    if isTLSDue { throw .octetsBeforeTLS }
    // An excerpt is for a violation: most lines need none.
    let isRegular = state != .greeting && awaited.count > 0
    let line = try lines.next(in: wire, from: &offset) { line, form in
      let reply = Reply(line: line)
      let excerpt =
        reply != nil && isRegular ? "" : PrintableText.escaped(line.bytes(from: 0, to: 240), limit: 60)
      return (reply: reply, end: form.end, excerpt: excerpt)
    }
    guard let line else { return nil }
    guard let reply = line.reply else { throw .notAReply(line.excerpt) }
    if state == .greeting { return try greet(reply, line.excerpt) }
    guard let command = awaited.popFirst() else { throw .unexpectedReply(line.excerpt) }
    return .reply(try answer(command, reply, line.end), to: command)
  }

  private mutating func greet(_ reply: Reply, _ excerpt: String) throws(ProtocolViolation) -> Event {
    switch reply.status {
    case .ok: state = .authorization
    case .err: state = .closed
    case .continuation: throw .notAReply(excerpt)
    }
    return .greeting(Greeting(reply))
  }

  /// What a reply changes. Returns it, as a challenge where the client has more to say.
  private mutating func answer(
    _ command: AwaitedReply, _ reply: Reply, _ lineEnd: LineEnd
  ) throws(ProtocolViolation) -> Reply {
    switch reply.status {
    case .continuation:
      guard command.verb == .auth else { throw .unexpectedContinuation }
      isChallenged = true
      return reply
    case .err:
      if command.verb == .quit { state = .closed }
      return reply
    case .ok: return accept(command, reply, lineEnd)
    }
  }

  private mutating func accept(_ command: AwaitedReply, _ reply: Reply, _ lineEnd: LineEnd) -> Reply {
    switch command.verb {
    case .stls: isTLSDue = true
    case .pass, .apop: state = .transaction
    case .auth:
      // Some servers challenge with "+OK"; nobody is logged in who has not yet said it all.
      guard command.isLast else {
        isChallenged = true
        return Reply(.continuation, text: reply.text)
      }
      state = .transaction
    case .quit: state = .closed
    case .capa: expectListing(.capabilities(Capabilities()))
    case .list where command.number == nil: expectListing(.scanListings)
    case .uidl where command.number == nil: expectListing(.uniqueIDs)
    case .retr, .top: reading = .body(BodyDecoder(statusLineEnd: lineEnd))
    case .user, .utf8, .stat, .list, .uidl, .dele, .rset, .noop: break
    }
    return reply
  }

  private mutating func expectListing(_ next: Reading) {
    reading = next
    listing = ListingDecoder(limits: limits)
  }
}
