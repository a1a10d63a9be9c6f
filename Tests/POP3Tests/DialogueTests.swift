import POP3
import Testing

@Suite struct DialogueTests {
  /// A listener that is logged in.
  private func transaction() throws -> Listener {
    var listener = Listener()
    listener.hear(text: "+OK ready\r\n")
    try listener.send(.user([97]))
    listener.hear(text: "+OK\r\n")
    try listener.send(.pass(Secret([98])))
    listener.hear(text: "+OK\r\n")
    _ = listener.takeHeard()
    return listener
  }

  @Test func `a session from greeting to goodbye`() throws {
    var listener = Listener()
    #expect(listener.dialogue.state == .greeting && !listener.dialogue.isIdle)
    listener.hear(text: "+OK ready <a@b>\r\n")
    #expect(listener.dialogue.state == .authorization)
    try listener.send(.apop(user: [97], digest: "0"))
    listener.hear(text: "+OK\r\n")
    #expect(listener.dialogue.state == .transaction && listener.dialogue.isIdle)
    try listener.send(.quit)
    #expect(listener.dialogue.state == .update && listener.dialogue.inFlight == 1)
    listener.hear(text: "+OK bye\r\n")
    #expect(listener.dialogue.state == .closed)
  }

  @Test func `a refusal as greeting closes the session`() throws {
    var listener = Listener()
    listener.hear(text: "-ERR [SYS/TEMP] busy\r\n")
    #expect(listener.dialogue.state == .closed)
    let greeting = Greeting(Reply(.err, text: Array("[SYS/TEMP] busy".utf8)))
    #expect(listener.heard == [.event(.greeting(greeting))])
    #expect(throws: ProtocolViolation.notAllowed(.quit, in: .closed)) { try listener.send(.quit) }
  }

  @Test(arguments: ["+ERR no\r\n", "220 smtp.example.org ESMTP\r\n", "+ \r\n", "\r\n", "* OK IMAP\r\n"])
  func `a greeting that is no reply is a violation`(greeting: String) {
    var listener = Listener()
    listener.hear(text: greeting)
    guard case .violation(.notAReply) = listener.heard.first else {
      Issue.record("\(listener.heard)")
      return
    }
  }

  @Test(arguments: Command.Verb.allCases)
  func `a command is sent in its state only`(verb: Command.Verb) throws {
    let command = try #require(Self.commands.first { $0.verb == verb })
    let authorization: Set<Command.Verb> = [.capa, .stls, .utf8, .user, .pass, .apop, .auth, .quit]
    let transaction: Set<Command.Verb> = [
      .capa, .stat, .list, .uidl, .top, .retr, .dele, .rset, .noop, .quit,
    ]
    var early = Listener()
    #expect(throws: ProtocolViolation.self) { try early.send(command) }
    early.hear(text: "+OK\r\n")
    let isEarly = isTaken(command, &early)
    #expect(isEarly == authorization.contains(verb))
    var late = try self.transaction()
    let isLate = isTaken(command, &late)
    #expect(isLate == transaction.contains(verb))
  }

  private func isTaken(_ command: Command, _ listener: inout Listener) -> Bool {
    do {
      try listener.send(command)
      return true
    } catch {
      return false
    }
  }

  static let commands: [Command] = [
    .capa, .stls, .utf8, .user([97]), .pass(Secret([98])), .apop(user: [97], digest: ""),
    .auth(mechanism: "PLAIN", initialResponse: nil, isLast: false), .stat, .list(nil), .uidl(nil),
    .top(number(1), lines: 0), .retr(number(1)), .dele(number(1)), .rset, .noop, .quit,
  ]

  @Test func `nothing is sent behind a command that changes the session`() throws {
    for command: Command in [.stls, .pass(Secret([1])), .apop(user: [1], digest: ""), .quit] {
      var listener = Listener()
      listener.hear(text: "+OK\r\n")
      try listener.send(command)
      #expect(throws: ProtocolViolation.self) { try listener.send(.capa) }
    }
  }

  @Test func `answers belong to commands in their order`() throws {
    var listener = try transaction()
    let wire = try listener.send(
      .stat, .retr(number(1)), .retr(number(2)), .dele(number(1)), .list(number(3)))
    #expect(wire == "STAT\r\nRETR 1\r\nRETR 2\r\nDELE 1\r\nLIST 3\r\n")
    #expect(listener.dialogue.inFlight == 5)
    listener.hear(text: "+OK 3 9\r\n+OK\r\nhello\r\n.\r\n-ERR gone\r\n+OK\r\n+OK 3 7\r\n")
    #expect(listener.dialogue.isIdle)
    let summary = listener.heard.map { heard -> String in
      switch heard {
      case .event(.reply(let reply, to: let command)):
        "\(command.verb.rawValue) \(command.number?.value ?? 0) \(reply.status) \(reply.printable)"
      case .message(let octets): String(decoding: octets, as: UTF8.self)
      case .event(let event): "\(event)"
      case .violation(let violation): "\(violation)"
      }
    }
    #expect(
      summary == [
        "STAT 0 ok 3 9", "RETR 1 ok ", "hello\r\n", "RETR 2 err gone", "DELE 1 ok ", "LIST 3 ok 3 7",
      ])
  }

  @Test func `a reply too many is a violation`() throws {
    var listener = try transaction()
    try listener.send(.noop)
    listener.hear(text: "+OK\r\n-ERR autologout\r\n")
    #expect(listener.heard.last == .violation(.unexpectedReply("-ERR autologout")))
  }

  @Test func `octets between STLS and TLS are a violation, however they come`() throws {
    for pieces in [["+OK\r\n+OK injected\r\n"], ["+OK\r\n", "x"], ["+OK\r", "\nx"]] {
      var listener = Listener()
      listener.hear(text: "+OK\r\n")
      try listener.send(.stls)
      for piece in pieces { listener.hear(text: piece) }
      #expect(listener.heard.last == .violation(.octetsBeforeTLS))
    }
  }

  @Test func `after STLS nothing is said before TLS`() throws {
    var listener = Listener()
    listener.hear(text: "+OK\r\n")
    try listener.send(.stls)
    listener.hear(text: "+OK\r\n")
    #expect(throws: ProtocolViolation.notAllowed(.capa, in: .authorization)) { try listener.send(.capa) }
    listener.dialogue.startedTLS()
    try listener.send(.capa)
  }

  @Test(arguments: ["+ \r\n", "+\r\n", "+OK \r\n", "+OK\r\n"])
  func `a challenge may look like a plus or like an OK`(challenge: String) throws {
    var listener = Listener()
    listener.hear(text: "+OK\r\n")
    try listener.send(.auth(mechanism: "PLAIN", initialResponse: nil, isLast: false))
    listener.hear(text: challenge)
    #expect(listener.dialogue.state == .authorization)
    try listener.send(.response(Secret([1]), isLast: true))
    #expect(throws: ProtocolViolation.self) { try listener.send(.response(Secret([1]), isLast: true)) }
    listener.hear(text: "+OK\r\n")
    #expect(listener.dialogue.state == .transaction)
  }

  @Test func `a challenge too many can be cancelled`() throws {
    var listener = Listener()
    listener.hear(text: "+OK\r\n")
    try listener.send(.auth(mechanism: "X", initialResponse: Secret([1]), isLast: true))
    listener.hear(text: "+ more\r\n")
    #expect(try listener.send(.cancel) == "*\r\n")
    listener.hear(text: "-ERR\r\n")
    try listener.send(.user([97]))
    #expect(throws: ProtocolViolation.self) { try listener.send(.response(Secret([1]), isLast: true)) }
  }

  @Test func `a challenge to another command is a violation`() throws {
    var listener = try transaction()
    try listener.send(.noop)
    listener.hear(text: "+ go on\r\n")
    #expect(listener.heard == [.violation(.unexpectedContinuation)])
  }

  @Test func `bad lines of a listing are told and passed over`() throws {
    var listener = try transaction()
    try listener.send(.list(nil), .uidl(nil))
    let long = String(repeating: "u", count: 20_000)
    listener.hear(
      text: "+OK\r\n3 5\r\n0 5\r\nx\r\n\r\n..\r\n1 -1\r\n.\r\n+OK\r\n+OK 1 a\r\n2 \(long)\r\n2\r\n.\r\n")
    let events = listener.heard.compactMap { heard -> Event? in
      guard case .event(let event) = heard else { return nil }
      if case .reply = event { return nil }
      return event
    }
    #expect(
      events == [
        .scan(ScanListing(number: number(3), octets: 5)), .malformedLine, .malformedLine, .malformedLine,
        .malformedLine, .scan(ScanListing(number: number(1), octets: nil)), .endOfListing,
        .uniqueID(UniqueIDListing(number: number(1), uid: UniqueID([97]))), .malformedLine,
        .uniqueID(UniqueIDListing(number: number(2), uid: nil)), .endOfListing,
      ])
    #expect(listener.dialogue.isIdle)
  }

  @Test func `a listing of many lines takes no room`() throws {
    var listener = try transaction()
    try listener.send(.uidl(nil))
    listener.hear(text: "+OK\r\n")
    for value in 1...20_000 { listener.hear(text: "\(value) uid\(value)\r\n") }
    #expect(listener.takeHeard().count == 20_001)
    listener.hear(text: ".\r\n")
    #expect(listener.heard == [.event(.endOfListing)])
  }

  @Test func `a listing of 1,000,000 lines is one event after the other, in 16 KB`() throws {
    var dialogue = try transaction().dialogue
    var wire: [UInt8] = []
    try dialogue.send(.uidl(nil), into: &wire)
    // Sixteen lines at a time, cut in the middle of one: as a socket gives them.
    var piece = Array("+OK\r\n1".utf8)
    var (count, last) = (0, UInt32(0))
    for first in stride(from: 1, to: 1_000_001 as UInt32, by: 16) {
      for value in first..<(first + 16) {
        piece += (value == 1 ? " u\(value)\r\n" : "\(value) u\(value)\r\n").utf8
      }
      let held = piece.suffix(5)
      piece.removeLast(5)
      var offset = 0
      while let event = try dialogue.receive(piece.span.bytes, from: &offset) {
        guard case .uniqueID(let entry) = event else { continue }
        if entry.number.value == last + 1 { count += 1 }
        last = entry.number.value
      }
      piece = Array(held)
    }
    piece += ".\r\n".utf8
    var offset = 0
    var events: [Event] = []
    while let event = try dialogue.receive(piece.span.bytes, from: &offset) { events.append(event) }
    #expect(count + events.count == 1_000_001)
    #expect(events.last == .endOfListing)
  }

  @Test func `a thousand commands may be in flight`() throws {
    var listener = try transaction()
    for value in 1...5_000 as ClosedRange<UInt32> { try listener.send(.dele(number(value))) }
    for _ in 1...5_000 { listener.hear(text: "+OK\r\n") }
    #expect(listener.dialogue.isIdle)
    #expect(listener.heard.count == 5_000)
  }
}
