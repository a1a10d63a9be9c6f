/// Text that says it is base64 and never was.
///
/// A decoder must pass over what is no digit (RFC 2045 §6.8), so words become a few octets of nothing. Only text is
/// doubted, and only where both its first line and what it decodes to speak against it: base64 with blanks in it is read.
extension MessagePart {
  /// The octets of a body that are enough to tell how it is written.
  public static let tellingOctets = 1 << 10

  /// How the content is written, whose body begins with these octets.
  public func encoding(of start: Span<UInt8>) -> ContentEncoding {
    guard encoding == .base64, type.type == "text", start.firstLineIsNoBase64 else { return encoding }
    if start.contains(where: \.isNoText) { return encoding }
    var decoder = ContentDecoder(.base64)
    var content: [UInt8] = []
    decoder.decode(start, into: &content)
    decoder.finish(into: &content)
    if content.span.contains(where: \.isNoText) { return .identity }
    // Behind the last octet of ASCII a character may be cut.
    let whole = content.span.extracting(first: (content.lastIndex { $0 < 0x80 } ?? -1) + 1)
    return type.isUTF8 && !whole.isUTF8 ? .identity : encoding
  }
}

extension ContentType {
  /// Whether text is to be UTF-8, or nothing else is said.
  fileprivate var isUTF8: Bool {
    guard let charset = parameter("charset") else { return true }
    return ["utf-8", "utf8", "us-ascii", ""].contains(charset.lowercased())
  }
}

extension Span<UInt8> {
  fileprivate func contains(where isFound: (UInt8) -> Bool) -> Bool {
    for index in indices where isFound(self[index]) { return true }
    return false
  }

  /// Whether the first line that has anything on it has blanks or other octets between those that are digits.
  fileprivate var firstLineIsNoBase64: Bool {
    var start = 0
    while start < count, self[start].isBlank { start += 1 }
    let line = trimmed(start..<(first(.lineFeed, from: start) ?? count))
    for index in line where !self[index].isBase64 { return true }
    return false
  }
}

extension UInt8 {
  fileprivate var isBase64: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, .plus, .slash, .equals: true
    default: false
    }
  }

  /// A control octet that no text has: not a line end, a tab, a form feed, nor what shifts charsets (ISO 2022).
  fileprivate var isNoText: Bool {
    self == 0x7F || (self < 0x20 && !isBlank && self != 0x0C && self != 0x0E && self != 0x0F && self != 0x1B)
  }
}
