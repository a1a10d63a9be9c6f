import POP3

/// A client that sends the commands of a script, each as soon as the server has said all that was asked for.
struct ScriptedClient {
  /// A command an octet.
  let script: [UInt8]
  /// Commands that are sent at once.
  let burst: Int
  let limits: Limits

  /// What was made out: events with the octets of bodies in place of their ranges, and how it ended.
  struct Seen: Equatable {
    enum Item: Equatable {
      case event(Event)
      case body([UInt8])
      case violation(ProtocolViolation)
    }
    var items: [Item] = []
    var state = Dialogue.State.greeting
    var inFlight = 0
  }

  struct Session {
    private let client: ScriptedClient
    private(set) var dialogue: Dialogue
    private(set) var violation: ProtocolViolation?
    private var position = 0

    init(_ client: ScriptedClient) {
      self.client = client
      dialogue = Dialogue(limits: client.limits)
    }

    /// Takes octets in, all of them; false after a violation.
    mutating func hear(_ wire: RawSpan, _ note: (Event, RawSpan) -> Void) -> Bool {
      var offset = 0
      do throws(ProtocolViolation) {
        while let event = try dialogue.receive(wire, from: &offset) {
          note(event, wire)
          send(after: event)
        }
      } catch {
        violation = error
        return false
      }
      demand(offset == wire.byteCount, "all octets are used up when there is no event left")
      return true
    }

    private mutating func send(after event: Event) {
      if case .reply(let reply, to: let command) = event, command.verb == .stls, reply.status == .ok,
        client.burst > 1
      {
        dialogue.startedTLS()
      }
      guard dialogue.isIdle else { return }
      for _ in 0..<client.burst where position < client.script.count {
        let command = ScriptedClient.command(client.script[position])
        var wire: [UInt8] = []
        // What has no place now is passed over.
        do throws(ProtocolViolation) {
          try dialogue.send(command, into: &wire)
          demand(wire.suffix(2) == [13, 10] && wire.count(where: { $0 == 10 }) == 1, "a command is a line")
        } catch { demand(wire.isEmpty, "a refused command leaves nothing on the wire") }
        position += 1
      }
    }
  }

  func begin() -> Session { Session(self) }

  func listen(_ wire: [UInt8], _ cuts: Cuts) -> Seen {
    var session = begin()
    var seen = Seen()
    var isAlive = true
    cuts.forEachPiece(of: wire) { piece in
      guard isAlive else { return }
      isAlive = session.hear(piece) { event, wire in seen.note(event, wire) }
    }
    if let violation = session.violation { seen.items.append(.violation(violation)) }
    seen.state = session.dialogue.state
    seen.inFlight = session.dialogue.inFlight
    return seen
  }

  private static func command(_ octet: UInt8) -> Command {
    guard let number = MessageNumber(UInt32(octet >> 5) + 1) else { return .noop }
    let commands: [Command] = [
      .capa, .stls, .user(Array("anna".utf8)), .pass(Secret([120])), .apop(user: [97], digest: "00"),
      .auth(mechanism: "PLAIN", initialResponse: nil, isLast: false), .response(Secret([1]), isLast: true),
      .cancel, .stat, .list(nil), .list(number), .uidl(nil), .uidl(number), .top(number, lines: 0),
      .retr(number), .dele(number), .rset, .noop, .quit, .retr(number),
      .auth(mechanism: "LOGIN", initialResponse: Secret([2]), isLast: true),
      .response(Secret([]), isLast: false),
    ]
    return commands[Int(octet & 31) % commands.count]
  }
}

extension ScriptedClient.Seen {
  mutating func note(_ event: Event, _ wire: RawSpan) {
    switch event {
    case .body(let range):
      demand(!range.isEmpty && range.upperBound <= wire.byteCount, "a range lies within the wire")
      append(range.map { wire.unsafeLoad(fromByteOffset: $0, as: UInt8.self) })
    case .bodyOctet(let octet): append([octet])
    case .greeting, .reply, .capabilities, .scan, .uniqueID, .malformedLine, .endOfListing, .endOfBody:
      items.append(.event(event))
    }
  }

  private mutating func append(_ octets: [UInt8]) {
    if case .body(let sofar) = items.last {
      items[items.count - 1] = .body(sofar + octets)
    } else {
      items.append(.body(octets))
    }
  }
}
