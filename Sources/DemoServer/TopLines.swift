import Glibc

/// Lets the header, the blank line and the first lines of a body pass: what TOP shows (RFC 1939, section 7).
///
/// Here a line ends at any LF, so that a message with bare line ends has a header too.
struct TopLines {
  private var bodyLinesLeft: Int
  private var inHeader = true
  private var lineIsBlank = true

  /// True when the rest of the message will not be shown.
  private(set) var isComplete = false

  init(bodyLines: Int) { bodyLinesLeft = bodyLines }

  /// The number of octets at the start of `piece` that are shown.
  mutating func shown(of piece: UnsafeRawBufferPointer) -> Int {
    guard !isComplete, let base = piece.baseAddress else { return 0 }
    var position = 0
    while let found = memchr(base + position, Int32(ASCII.lineFeed), piece.count - position) {
      let next = base.distance(to: UnsafeRawPointer(found)) + 1
      note(piece[position..<next - 1])
      endLine()
      position = next
      if isComplete { return position }
    }
    note(piece[position...])
    return piece.count
  }

  private mutating func note(_ part: Slice<UnsafeRawBufferPointer>) {
    if inHeader, part.contains(where: { $0 != ASCII.carriageReturn }) { lineIsBlank = false }
  }

  private mutating func endLine() {
    if !inHeader {
      bodyLinesLeft -= 1
    } else if lineIsBlank {
      inHeader = false
    }
    lineIsBlank = true
    isComplete = !inHeader && bodyLinesLeft <= 0
  }
}
