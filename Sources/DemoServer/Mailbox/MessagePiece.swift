/// A part of a message's wire form: octets that are there, or a picture that is made as it is written.
enum MessagePiece {
  case text([UInt8])
  /// Base64 lines of 76 characters, drawn from a seed.
  case picture(seed: UInt64, lines: Int)

  private static let lineOctets = 78
  private static let linesAtOnce = 800
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  /// How a JPEG file begins.
  private static let opening = Array("/9j/4AAQSkZJRgABAQEASABIAAD".utf8)

  var octets: Int64 {
    switch self {
    case .text(let octets): Int64(octets.count)
    case .picture(_, let lines): Int64(lines * Self.lineOctets)
    }
  }

  func write(_ emit: (RawSpan) throws -> Void) throws {
    switch self {
    case .text(let octets):
      if !octets.isEmpty { try emit(octets.span.bytes) }
    case .picture(let seed, let lines):
      var random = SmallRandom(seed: seed)
      for start in stride(from: 0, to: lines, by: Self.linesAtOnce) {
        var block = Self.draw(min(Self.linesAtOnce, lines - start), &random)
        if start == 0 { block.replaceSubrange(0..<Self.opening.count, with: Self.opening) }
        try emit(block.span.bytes)
      }
    }
  }

  private static func draw(_ lines: Int, _ random: inout SmallRandom) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: lines * lineOctets) { buffer, count in
      alphabet.withUnsafeBufferPointer { alphabet in
        var word: UInt64 = 0
        for at in 0..<lines * lineOctets {
          switch at % lineOctets {
          case 76: buffer[at] = 13
          case 77: buffer[at] = 10
          case let column:
            // Ten characters of six bits from each word.
            word = column % 10 == 0 ? random.next() : word >> 6
            buffer[at] = alphabet[Int(word & 63)]
          }
        }
      }
      count = lines * lineOctets
    }
  }
}
