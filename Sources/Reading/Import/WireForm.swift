/// What other programs keep with LF line ends, as it came over the wire: each LF stands for a CRLF.
///
/// A file that has a CR anywhere is taken as it is, and so is a message of an mbox that has a CRLF: who writes an mbox with LF
/// line ends keeps a lone CR.
struct WireForm {
  private let expands: Bool

  init(expandingLines expands: Bool) { self.expands = expands }

  /// Calls `body` with the next octets of the message on the wire.
  func append(_ bytes: UnsafeRawBufferPointer, _ body: (RawSpan) throws -> Void) throws {
    guard expands else { return try body(RawSpan(_unsafeBytes: bytes)) }
    var wire: [UInt8] = []
    wire.reserveCapacity(bytes.count + bytes.count / 16 + 16)
    var start = 0
    while let end = bytes.first(0x0A, from: start) {
      wire.append(contentsOf: bytes[start..<end])
      wire.append(0x0D)
      wire.append(0x0A)
      start = end + 1
    }
    wire.append(contentsOf: bytes[start...])
    try body(wire.span.bytes)
  }
}
