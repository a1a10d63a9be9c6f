/// Undoes the encoding of a part's content (RFC 2045 §6), whose octets come in pieces, cut anywhere.
///
/// Never fails: what is not of the encoding is passed over in base64 and stands for itself in quoted-printable. Line ends
/// are left as they are.
public struct ContentDecoder {
  private enum Decoder {
    case identity
    case base64(Base64Decoder)
    case quotedPrintable(QuotedPrintableDecoder)
    case uuencode(UuencodeDecoder)
  }

  private var decoder: Decoder

  public init(_ encoding: ContentEncoding) {
    decoder =
      switch encoding {
      case .identity: .identity
      case .base64: .base64(Base64Decoder())
      case .quotedPrintable: .quotedPrintable(QuotedPrintableDecoder())
      case .uuencode: .uuencode(UuencodeDecoder())
      }
  }

  /// Appends what the next octets of the body say to `content`.
  public mutating func decode(_ bytes: Span<UInt8>, into content: inout [UInt8]) {
    switch decoder {
    case .identity: content.append(bytes)
    case .base64(var base64):
      base64.decode(bytes, into: &content)
      decoder = .base64(base64)
    case .quotedPrintable(var quoted):
      quoted.decode(bytes, into: &content)
      decoder = .quotedPrintable(quoted)
    case .uuencode(var uuencode):
      decoder = .identity
      uuencode.decode(bytes, into: &content)
      decoder = .uuencode(uuencode)
    }
  }

  /// Appends what is left when the body is at its end.
  public mutating func finish(into content: inout [UInt8]) {
    switch decoder {
    case .identity, .base64: break
    case .quotedPrintable(var quoted): quoted.finish(into: &content)
    case .uuencode(var uuencode): uuencode.finish(into: &content)
    }
    decoder = .identity
  }
}
