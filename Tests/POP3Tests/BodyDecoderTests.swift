import POP3
import TestFiles
import Testing

@Suite struct BodyDecoderTests {
  /// Wire, content: what a server with CRLF sends, each followed by another reply.
  static let bodies: [(String, String)] = [
    // Empty: the terminator comes at once, or behind the blank line.
    (".\r\n", ""), ("\r\n.\r\n", "\r\n"),
    ("a\r\n.\r\n", "a\r\n"), ("a: b\r\n\r\nbody\r\n.\r\n", "a: b\r\n\r\nbody\r\n"),
    // Stuffed dots, one taken off each; a line of dots alone.
    ("..\r\n.\r\n", ".\r\n"), ("...\r\n..a\r\n.\r\n", "..\r\n.a\r\n"), ("a.\r\n.\r\n", "a.\r\n"),
    // Dots that the server should have stuffed.
    (".a\r\n.bc\r\n.\r\n", "a\r\nbc\r\n"),
    // A dot and a bare LF, or a lone CR, are no terminator.
    ("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n"), ("a\n.\nb\r\n.\r\n", "a\n.\nb\r\n"),
    ("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n"),
    ("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n"), ("a\r.\r\n.\r\n", "a\r.\r\n"), (".\r\r\n.\r\n", "\r\r\n"),
    ("a\r\n..\rb\r\n.\r\n", "a\r\n.\rb\r\n"),
    // CRCRLF, LFCRLF, NUL, eight bits, all as they are; a dot behind CRCRLF starts a line.
    ("a\r\r\n.\r\n", "a\r\r\n"), ("a\r\r\n..\r\n.\r\n", "a\r\r\n.\r\n"),
    ("a\n\r\n..b\r\n.\r\n", "a\n\r\n.b\r\n"),
    ("\0\u{FF}\r\n.\r\n", "\0\u{FF}\r\n"), ("\r\r\r\n.\r\n", "\r\r\r\n"), ("\n\n\n\r\n.\r\n", "\n\n\n\r\n"),
    ("\r.\r\n.\r\n", "\r.\r\n"), ("\n.\r\n.\r\n", "\n.\r\n"),
    // An extra blank line at the end is stored as sent.
    ("a\r\n\r\n.\r\n", "a\r\n\r\n"),
  ]

  @Test(arguments: bodies)
  func `a message comes out the same however the wire is cut`(wire: String, content: String) {
    let octets = Array((wire + "+OK next\r\n").utf8)
    let expected = Decoded(content: Array(content.utf8), hasEnded: true, rest: Array("+OK next\r\n".utf8))
    for pieces in Cutting.all(octets) { #expect(decode(pieces) == expected) }
  }

  @Test(arguments: [
    "", "a", "a\r\n", "a\r\n.", "a\r\n.\r", "text.\r\n", "a\n.\r\n", "a\n.\n", ".\n", "a\r\n.\n",
  ])
  func `without its end a message does not end`(wire: String) {
    for pieces in Cutting.all(Array(wire.utf8)) { #expect(!decode(pieces).hasEnded) }
  }

  @Test(arguments: [
    (".\n", ""), ("a\n.\n", "a\n"), ("a\n..b\n.\n", "a\n.b\n"), ("\n.\n", "\n"), ("a\rb\n.\n", "a\rb\n"),
    // One CRLF, and the reply does not use bare LF: the rule is CRLF's from then on.
    ("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n"), ("a\n.\r\nb\n.\nc\r\n.\r\n", "a\n\r\nb\n.\nc\r\n"),
  ])
  func `bare LF ends lines where the whole reply has nothing else`(wire: String, content: String) {
    let octets = Array((wire + "+OK next\n").utf8)
    let expected = Decoded(content: Array(content.utf8), hasEnded: true, rest: Array("+OK next\n".utf8))
    for pieces in Cutting.all(octets) { #expect(decode(pieces, statusLineEnd: .lf) == expected) }
  }

  @Test func `content is handed out in long ranges`() {
    let line = [UInt8](repeating: 120, count: 70) + [13, 10]
    let wire = Array(repeatElement(line, count: 1_000).joined()) + [46, 46, 13, 10, 46, 13, 10]
    var decoder = BodyDecoder()
    var offset = 0
    var pieces: [BodyDecoder.Piece] = []
    while let piece = decoder.next(in: wire.span.bytes, from: &offset) { pieces.append(piece) }
    #expect(pieces == [.content(0..<72_000), .content(72_001..<72_004), .end])
  }

  /// Octets that matter to the decoder, and some that do not.
  static let alphabet: [UInt8] = [13, 10, 46, 13, 10, 46, 97, 0, 255]

  @Test(arguments: 0..<400)
  func `what a server stuffs, the decoder gives back`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let count = random.below(seed % 4 == 0 ? 3_000 : 60)
    let message = (0..<count).map { _ in Self.alphabet[random.below(Self.alphabet.count)] }
    let (wire, content) = stuff(message)
    var pieces: [[UInt8]] = []
    var rest = wire[...]
    while !rest.isEmpty {
      let size = random.below(random.isOne(in: 2) ? 5 : 200) + 1
      pieces.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    #expect(decode(pieces) == Decoded(content: content, hasEnded: true))
    #expect(decode([wire]) == Decoded(content: content, hasEnded: true))
  }

  /// The slow and obvious way to send a message: dots by the line, the terminator.
  private func stuff(_ message: [UInt8]) -> (wire: [UInt8], content: [UInt8]) {
    let isWhole = message.isEmpty || message.suffix(2) == [13, 10]
    let content = isWhole ? message : message + [13, 10]
    var wire: [UInt8] = []
    for index in content.indices {
      let startsLine = index == 0 || (index >= 2 && content[index - 2] == 13 && content[index - 1] == 10)
      if startsLine, content[index] == 46 { wire.append(46) }
      wire.append(content[index])
    }
    return (wire + [46, 13, 10], content)
  }

  @Test func `messages of the corpus come back octet for octet`() throws {
    let messages = try Corpus.messages()
    #expect(!messages.isEmpty || !Corpus.isRequired)
    // All with line ends of an odd kind, and one in twenty of the others.
    for (index, message) in messages.enumerated() where message.lineEnds != "lf" || index % 20 == 0 {
      let octets = try message.wire()
      guard octets.count < 40_000 else { continue }
      let (wire, content) = stuff(octets)
      let decoded = decode(Cutting.pieces(wire, of: 1_021))
      #expect(decoded == Decoded(content: content, hasEnded: true), "\(message)")
    }
  }
}
