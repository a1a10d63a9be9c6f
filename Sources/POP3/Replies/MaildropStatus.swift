/// What STAT says of a maildrop (RFC 1939, section 5).
public struct MaildropStatus: Equatable, Sendable {
  public let count: UInt32
  /// Nil where the server gives no number, a negative one, or one beyond `Int64`.
  public let octets: Int64?

  public init(count: UInt32, octets: Int64?) {
    self.count = count
    self.octets = octets
  }

  /// Reads what stands behind `+OK`; nil where there is no count.
  public init?(text: [UInt8]) {
    let bytes = unsafe text.span.bytes
    var position = 0
    guard let count: UInt32 = bytes.number(at: &position) else { return nil }
    self.count = count
    octets = bytes.number(at: &position)
  }
}
