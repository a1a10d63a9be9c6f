import POP3

/// The ways in which the tests cut a wire into pieces.
enum Cutting {
  /// `octets` in two at `place`.
  static func two(_ octets: [UInt8], at place: Int) -> [[UInt8]] {
    [Array(octets[..<place]), Array(octets[place...])]
  }

  /// `octets` in pieces of `size`.
  static func pieces(_ octets: [UInt8], of size: Int) -> [[UInt8]] {
    stride(from: 0, to: octets.count, by: size).map { Array(octets[$0..<min($0 + size, octets.count)]) }
  }

  /// Every way to cut `octets` that the tests try: whole, in two at every octet while they are short, and in
  /// pieces of many sizes, one octet among them.
  static func all(_ octets: [UInt8]) -> [[[UInt8]]] {
    let places = octets.count <= 2_000 ? Array(0...octets.count) : []
    let sizes = octets.count <= 2_000 ? [1, 2, 3, 5, 7] : [61, 64, 4_099]
    return places.map { two(octets, at: $0) } + sizes.map { pieces(octets, of: $0) }
  }
}

/// What came out of a decoder, for comparison.
struct Decoded: Equatable {
  var content: [UInt8] = []
  var hasEnded = false
  /// Octets behind the end.
  var rest: [UInt8] = []
}

/// All of `pieces` through a body decoder.
func decode(_ pieces: [[UInt8]], statusLineEnd: LineEnd = .crlf) -> Decoded {
  var decoder = BodyDecoder(statusLineEnd: statusLineEnd)
  var result = Decoded()
  for piece in pieces {
    var offset = 0
    while let found = decoder.next(in: piece.span.bytes, from: &offset) {
      switch found {
      case .content(let range): result.content += piece[range]
      case .heldOctet(let octet): result.content.append(octet)
      case .end: result.hasEnded = true
      }
    }
    result.rest += piece[offset...]
  }
  return result
}

/// What a dialogue said, with message octets gathered: comparable however the wire was cut.
enum Heard: Equatable {
  case event(Event)
  case message([UInt8])
  case violation(ProtocolViolation)
}

/// Gathers what a dialogue makes of a wire.
struct Listener {
  var dialogue: Dialogue
  private(set) var heard: [Heard] = []
  private var message: [UInt8] = []

  init(_ dialogue: Dialogue = Dialogue()) { self.dialogue = dialogue }

  /// Hears `piece`; false after a violation.
  @discardableResult
  mutating func hear(_ piece: [UInt8]) -> Bool {
    var offset = 0
    do {
      while let event = try dialogue.receive(piece.span.bytes, from: &offset) {
        switch event {
        case .body(let range): message += piece[range]
        case .bodyOctet(let octet): message.append(octet)
        case .endOfBody:
          heard.append(.message(message))
          message = []
        case .greeting, .reply, .capabilities, .scan, .uniqueID, .malformedLine, .endOfListing:
          heard.append(.event(event))
        }
      }
      return true
    } catch {
      heard.append(.violation(error))
      return false
    }
  }

  mutating func hear(text: String) { hear(Array(text.utf8)) }

  mutating func takeHeard() -> [Heard] {
    defer { heard = [] }
    return heard
  }

  /// Sends `commands` and returns what goes on the wire.
  @discardableResult
  mutating func send(_ commands: Command...) throws -> String {
    var wire: [UInt8] = []
    for command in commands { try dialogue.send(command, into: &wire) }
    return String(decoding: wire, as: UTF8.self)
  }
}

/// A number that the test knows to be greater than 0.
func number(_ value: UInt32) -> MessageNumber {
  guard let number = MessageNumber(value) else { fatalError("0 is no message number") }
  return number
}
