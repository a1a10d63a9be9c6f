/// Where the header of a message ends, in wire form or with bare LF.
public enum HeaderSection {
  /// The two ends of a header section.
  public struct End: Hashable, Sendable {
    /// The offset after the last header line, which is where the blank line begins.
    public let fields: Int

    /// The offset of the first octet of the body, after the blank line.
    public let body: Int
  }

  /// The end of the header section that starts at the first byte, or nil where no blank line follows it.
  ///
  /// A blank line is CRLF or LF alone (RFC 5322 §2.1); a lone CR ends no line.
  public static func end(in message: Span<UInt8>) -> End? {
    var lineStart = 0
    while lineStart < message.count {
      guard let lineEnd = message.first(.lineFeed, from: lineStart) else { return nil }
      if lineEnd == lineStart || (lineEnd == lineStart + 1 && message[lineStart] == .carriageReturn) {
        return End(fields: lineStart, body: lineEnd + 1)
      }
      lineStart = lineEnd + 1
    }
    return nil
  }

  /// The end of the header section of `message`, or nil where no blank line follows it.
  public static func end(in message: [UInt8]) -> End? { end(in: message.span) }
}
