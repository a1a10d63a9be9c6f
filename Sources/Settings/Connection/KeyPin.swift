/// SHA-256 of a public key (SubjectPublicKeyInfo in DER), as `popkeep check` prints it.
package struct KeyPin: Sendable, Equatable, Hashable {
  /// 32 octets.
  package let digest: [UInt8]

  /// Nil where `digest` has not 32 octets.
  package init?(digest: [UInt8]) {
    guard digest.count == 32 else { return nil }
    self.digest = digest
  }

  /// Reads 64 hexadecimal digits, with colons between each two or without, or `sha256//` and base64, as curl has it.
  package init?(_ text: String) {
    let base64 = "sha256//"
    if text.hasPrefix(base64) {
      guard let digest = Self.octets(base64: text.utf8.dropFirst(base64.utf8.count)) else { return nil }
      self.init(digest: digest)
      return
    }
    guard let digest = Self.octets(hex: text) else { return nil }
    self.init(digest: digest)
  }

  private static func octets(hex text: String) -> [UInt8]? {
    let digits = text.utf8.filter { $0 != UInt8(ascii: ":") }
    guard digits.count == 64, digits.count == text.utf8.count || text.utf8.count == 95 else { return nil }
    if text.utf8.count == 95 {
      // Every third character, and no other.
      guard text.utf8.enumerated().allSatisfy({ ($0 % 3 == 2) == ($1 == UInt8(ascii: ":")) }) else {
        return nil
      }
    }
    var octets: [UInt8] = []
    for start in stride(from: 0, to: 64, by: 2) {
      let pair = digits[start..<start + 2]
      guard pair.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
        let octet = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
      else { return nil }
      octets.append(octet)
    }
    return octets
  }

  /// 43 digits and one `=`: 32 octets.
  private static func octets(base64 text: Substring.UTF8View) -> [UInt8]? {
    guard text.count == 44, text.last == UInt8(ascii: "=") else { return nil }
    var octets: [UInt8] = []
    var (bits, held): (UInt32, UInt32) = (0, 0)
    for digit in text.dropLast() {
      guard let value = value(base64: digit) else { return nil }
      bits = bits << 6 | value
      held += 6
      guard held >= 8 else { continue }
      held -= 8
      octets.append(UInt8(truncatingIfNeeded: bits >> held))
    }
    return octets
  }

  private static func value(base64 digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    case _: nil
    }
  }
}

extension KeyPin: CustomStringConvertible {
  /// 64 hexadecimal digits, as `pin` in the configuration takes them.
  package var description: String {
    digest.map { octet in
      String(octet >> 4, radix: 16) + String(octet & 15, radix: 16)
    }.joined()
  }
}
