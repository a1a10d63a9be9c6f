/// A line of LIST: a message and its size (RFC 1939, section 5).
public struct ScanListing: Equatable, Sendable {
  public let number: MessageNumber
  /// The size that the server claims; nil where it gives no number, a negative one, or one beyond `Int64`.
  public let octets: Int64?

  public init(number: MessageNumber, octets: Int64?) {
    self.number = number
    self.octets = octets
  }

  /// Reads what stands behind the `+OK` to `LIST n`; nil where there is no message number.
  public init?(text: [UInt8]) { self.init(line: unsafe text.span.bytes) }

  /// Reads a line without its end, or what stands behind `+OK`; nil where there is no message number.
  ///
  /// Blanks of any kind and number, a `+OK` in front and words behind do not matter.
  public init?(line: RawSpan) {
    var position = line.startOfListing
    guard let value: UInt32 = line.number(at: &position), let number = MessageNumber(value) else {
      return nil
    }
    self.number = number
    octets = line.number(at: &position)
  }
}
