import POP3

/// What a server says in a whole session: however it is cut, the events are the same and the memory is bounded;
/// and what is stuffed comes out of the body decoder as it was.
enum DialogueFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let setting = input.octet()
    let script = input.octets()
    let cuts = input.cuts()
    let wire = Array(input.rest)
    // Small limits, so that lines of a few octets reach them.
    let limits = setting & 1 == 0 ? Limits() : Limits(text: 16, line: 40, listing: 6)
    let client = ScriptedClient(script: script, burst: 1 + Int(setting >> 1 & 3), limits: limits)
    let seen = cuts.map { client.listen(wire, $0) }
    demand(seen.allSatisfy { $0 == seen[0] }, "the events are the same however the wire is cut")
    checkStuffing(wire, cuts)
    if setting & 8 != 0 { checkMemory(client, wire) }
  }

  private static func checkStuffing(_ message: [UInt8], _ cuts: [Cuts]) {
    let (content, wire) = stuff(message)
    for cut in cuts {
      var decoder = BodyDecoder()
      var decoded: [UInt8] = []
      var ended = false
      cut.forEachPiece(of: wire) { piece in
        var offset = 0
        while let next = decoder.next(in: piece, from: &offset) {
          demand(!ended, "nothing follows the end of a message")
          switch next {
          case .content(let range):
            demand(!range.isEmpty && range.upperBound <= piece.byteCount, "a range lies within the wire")
            for index in range { decoded.append(piece.unsafeLoad(fromByteOffset: index, as: UInt8.self)) }
          case .heldOctet(let octet): decoded.append(octet)
          case .end: ended = true
          }
        }
      }
      demand(ended && decoded == content, "what was stuffed comes out as it was")
    }
  }

  /// The message with a line end at its end, and how a server sends it (RFC 1939, section 3).
  private static func stuff(_ message: [UInt8]) -> (content: [UInt8], wire: [UInt8]) {
    let content = message.isEmpty || message.suffix(2) == [13, 10] ? message : message + [13, 10]
    var wire: [UInt8] = []
    for (index, octet) in content.enumerated() {
      let isLineStart = index == 0 || (index > 1 && content[index - 2] == 13 && content[index - 1] == 10)
      if isLineStart, octet == 46 { wire.append(46) }
      wire.append(octet)
    }
    return (content, wire + [46, 13, 10])
  }

  /// Says the wire over and over, a megabyte at most, to a dialogue whose events nobody keeps.
  private static func checkMemory(_ client: ScriptedClient, _ wire: [UInt8]) {
    guard !wire.isEmpty else { return }
    var session = client.begin()
    let before = allocatedOctets()
    for _ in 0..<min(2_000, (1 << 20) / wire.count) {
      guard session.hear(wire.span.bytes, { _, _ in }) else { return }
    }
    demand(allocatedOctets() - before < 256 << 10, "a session holds little, however much is said")
  }
}
