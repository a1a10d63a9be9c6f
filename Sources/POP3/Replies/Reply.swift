/// The first line of a server's answer (RFC 1939, section 3).
public struct Reply: Sendable, Equatable {
  public enum Status: Sendable { case ok, err, continuation }

  public let status: Status
  /// What stands behind the status and the blanks after it: at most `Limits.text` octets, unchecked.
  public let text: [UInt8]

  public init(_ status: Status, text: [UInt8] = []) {
    self.status = status
    self.text = text
  }

  /// Reads a line without its end; nil when it is no reply.
  ///
  /// `+OK` and `-ERR` count in any case. `+` alone or with a blank is a challenge; `+ERR` is nothing.
  public init?(line: RawSpan) {
    if line.hasPrefix("+OK") {
      self.init(.ok, text: line.bytes(from: line.skippingBlanks(from: 3)))
    } else if line.hasPrefix("-ERR") {
      self.init(.err, text: line.bytes(from: line.skippingBlanks(from: 4)))
    } else if line.byte(at: 0) == 43, line.byteCount == 1 || line.isBlank(at: 1) {
      self.init(.continuation, text: line.bytes(from: line.skippingBlanks(from: 1)))
    } else {
      return nil
    }
  }

  /// The code in brackets at the start of the text.
  public var code: ResponseCode? { ResponseCode(startOf: text) }

  /// The challenge of a SASL exchange; nil when it is no base64.
  public var challenge: [UInt8]? { Base64.decode(text) }

  /// The text as people may read it, escaped, of at most 200 characters.
  public var printable: String { PrintableText.escaped(text, limit: 200) }
}
