/// The two encodings of encoded words (RFC 2047 §4), read with tolerance: what is not theirs stays or is skipped.
enum TransferEncoding {
  static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let octet = text[index]
      if octet == .equals, index + 2 < text.endIndex, let high = text[index + 1].hexValue,
        let low = text[index + 2].hexValue
      {
        octets.append(high << 4 | low)
        index += 3
      } else {
        octets.append(octet == .underscore ? .space : octet)
        index += 1
      }
    }
    return octets
  }

  static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(text.count / 4 * 3 + 3)
    var bits: UInt32 = 0
    var digits = 0
    for octet in text {
      if octet == .equals {
        // Padding, at the end or between pieces that were put together: what is left of a digit is dropped.
        digits = 0
        continue
      }
      guard let value = digit(octet) else { continue }
      bits = bits << 6 | UInt32(value)
      digits += 1
      // Each digit after the first of a group completes an octet.
      if digits > 1 { octets.append(UInt8(truncatingIfNeeded: bits >> (8 - 2 * UInt32(digits)))) }
      if digits == 4 { digits = 0 }
    }
    return octets
  }

  private static func digit(_ octet: UInt8) -> UInt8? {
    switch octet {
    case 0x41...0x5A: octet - 0x41
    case 0x61...0x7A: octet - 0x61 + 26
    case 0x30...0x39: octet - 0x30 + 52
    case .plus, .hyphen: 62
    case .slash, .underscore: 63
    default: nil
    }
  }
}
