/// A message as the server holds it: its unique-id, the size that LIST tells, and its wire form on demand.
///
/// The wire form goes out as it is written, dot-stuffing added. POP3 cannot end a message in the middle of a
/// line: where the last line has no CRLF the server adds one, and `octets` should count it.
package struct ServedMessage: Sendable {
  /// What UIDL tells, raw.
  package let uid: [UInt8]
  /// What LIST tells, in octets; not checked against what `write` writes.
  package let octets: Int64
  /// Writes the wire form in pieces of any size. What the sink throws must pass through.
  package let write: @Sendable (_ sink: (RawSpan) throws -> Void) throws -> Void

  package init(
    uid: [UInt8], octets: Int64, write: @escaping @Sendable (_ sink: (RawSpan) throws -> Void) throws -> Void
  ) {
    self.uid = uid
    self.octets = octets
    self.write = write
  }

  /// A message held in memory; `octets` counts the CRLF that the server adds to an unfinished last line.
  package init(uid: [UInt8], content: [UInt8]) {
    let isFinished = content.isEmpty || content.suffix(2) == [13, 10]
    self.init(uid: uid, octets: Int64(content.count + (isFinished ? 0 : 2))) { sink in
      try sink(content.span.bytes)
    }
  }
}
