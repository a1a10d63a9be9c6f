import Glibc

/// Makes the body of a multi-line reply out of content that comes in pieces (RFC 1939, section 3).
///
/// A line starts after CRLF and nowhere else: a lone LF or a lone CR is content, and a dot behind it stays alone.
struct DotStuffer {
  private var atLineStart = true
  private var afterCarriageReturn = false

  /// Hands `piece` on, with a dot more before each line that begins with one.
  mutating func stuff(
    _ piece: UnsafeRawBufferPointer, _ emit: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    guard let last = piece.last, let base = piece.baseAddress else { return }
    if atLineStart, piece[0] == ASCII.dot { try Self.dot.withUnsafeBytes(emit) }
    var emitted = 0
    var position = 0
    while let found = memchr(base + position, Int32(ASCII.lineFeed), piece.count - position) {
      let next = base.distance(to: UnsafeRawPointer(found)) + 1
      let endsLine = next > 1 ? piece[next - 2] == ASCII.carriageReturn : afterCarriageReturn
      if endsLine, next < piece.count, piece[next] == ASCII.dot {
        try emit(UnsafeRawBufferPointer(rebasing: piece[emitted..<next]))
        try Self.dot.withUnsafeBytes(emit)
        emitted = next
      }
      position = next
    }
    try emit(UnsafeRawBufferPointer(rebasing: piece[emitted...]))
    let before = piece.count > 1 ? piece[piece.count - 2] == ASCII.carriageReturn : afterCarriageReturn
    atLineStart = last == ASCII.lineFeed && before
    afterCarriageReturn = last == ASCII.carriageReturn
  }

  /// What ends the reply: the terminator, and before it the CRLF that an unfinished last line lacks.
  consuming func terminator() -> [UInt8] { Array((atLineStart ? ".\r\n" : "\r\n.\r\n").utf8) }

  private static let dot: [UInt8] = [ASCII.dot]
}

enum ASCII {
  static let lineFeed: UInt8 = 10
  static let carriageReturn: UInt8 = 13
  static let dot: UInt8 = 46
}
