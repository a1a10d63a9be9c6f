/// What is taken of a peer's lines; what is beyond is cut, passed over, or a violation.
public struct Limits: Sendable {
  /// Octets of a line that are kept. A listing line that is longer counts as malformed.
  public var text: Int
  /// Octets of a line after which the peer is given up.
  public var line: Int
  /// Lines of a listing after which the peer is given up.
  public var listing: Int

  public init(text: Int = 16_384, line: Int = 1 << 20, listing: Int = 10_000_000) {
    self.text = text
    self.line = line
    self.listing = listing
  }
}
