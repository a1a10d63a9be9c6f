import POP3

/// Makes the lines of a trace out of commands and events; costs next to nothing where nobody looks.
struct Tracer: Sendable {
  private let show: (@Sendable (TraceLine) -> Void)?
  private var lines = 0
  private var octets: Int64 = 0

  init(_ show: (@Sendable (TraceLine) -> Void)?) { self.show = show }

  func note(_ command: Command) {
    show?(TraceLine(speaker: .client, text: command.traceDescription))
  }

  /// A challenge that nobody is to read.
  func noteChallenge() { show?(TraceLine(speaker: .server, text: "+ ****")) }

  mutating func note(_ event: Event) {
    guard let show else { return }
    func say(_ text: String) { show(TraceLine(speaker: .server, text: text)) }
    switch event {
    case .greeting(let greeting): say(Self.line(greeting.reply))
    case .reply(let reply, to: _): say(Self.line(reply))
    case .capabilities(let capabilities): for line in capabilities.lines + ["."] { say(line) }
    case .scan, .uniqueID, .malformedLine: lines += 1
    case .endOfListing:
      say("(\(lines) lines)")
      lines = 0
    case .body(let range): octets += Int64(range.count)
    case .bodyOctet: octets += 1
    case .endOfBody:
      say("(\(octets) octets)")
      octets = 0
    }
  }

  private static func line(_ reply: Reply) -> String {
    let status =
      switch reply.status {
      case .ok: "+OK"
      case .err: "-ERR"
      case .continuation: "+"
      }
    return reply.text.isEmpty ? status : "\(status) \(reply.printable)"
  }
}
