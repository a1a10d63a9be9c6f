/// How a body's octets are carried (RFC 2045, section 6).
enum TransferEncoding: String {
  case sevenBit = "7bit"
  case eightBit = "8bit"
  case quotedPrintable = "quoted-printable"
  case base64

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The octets of a text with CRLF lines as they go into a message; they end with CRLF.
  func encode(_ octets: [UInt8]) -> [UInt8] {
    switch self {
    case .sevenBit, .eightBit: octets
    case .quotedPrintable: Self.quoted(octets)
    case .base64: Self.lines(octets)
    }
  }

  /// Base64 without line ends.
  static func base64Text(_ octets: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    var rest = octets[...]
    while !rest.isEmpty {
      let group = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// `=` and two digits.
  static func escape(_ octet: UInt8) -> String {
    let digits = String(octet, radix: 16, uppercase: true)
    return octet < 16 ? "=0\(digits)" : "=\(digits)"
  }

  private static func lines(_ octets: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    for start in stride(from: 0, to: octets.count, by: 57) {
      lines.append(line: base64Text(octets[start..<min(start + 57, octets.count)]))
    }
    return lines
  }

  private static func quoted(_ octets: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    var column = 0
    for (index, octet) in octets.enumerated() {
      if octet == 13 || octet == 10 {
        encoded.append(octet)
        column = 0
        continue
      }
      let endsLine = index + 1 < octets.count && octets[index + 1] == 13
      let isPlain = (33...126).contains(octet) && octet != UInt8(ascii: "=") || octet == 32 && !endsLine
      let text = isPlain ? [octet] : Array(escape(octet).utf8)
      if column + text.count > 75 {
        encoded += "=\r\n".utf8
        column = 0
      }
      encoded += text
      column += text.count
    }
    return encoded
  }
}
