/// Text within a URL, where octets are written as `%` and two hexadecimal digits (RFC 3986, section 2.1).
enum PercentText {
  /// Nil where a %-sign is not followed by two digits, or what comes out is not UTF-8.
  static func decoded(_ text: Substring) -> String? {
    var octets: [UInt8] = []
    var rest = text.utf8[...]
    while let octet = rest.popFirst() {
      guard octet == UInt8(ascii: "%") else {
        octets.append(octet)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) else {
        return nil
      }
      octets.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: octets, as: UTF8.self)
  }

  /// Everything but letters, digits and `-._~` as %-signs.
  static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var octets: [UInt8] = []
    for octet in text.utf8 {
      let isPlain =
        (isWordByte(octet) && octet != UInt8(ascii: "$")) || Array("-.~".utf8).contains(octet)
      octets += isPlain ? [octet] : [UInt8(ascii: "%"), digits[Int(octet >> 4)], digits[Int(octet & 15)]]
    }
    return String(decoding: octets, as: UTF8.self)
  }
}
