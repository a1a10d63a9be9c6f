/// Decodes base64 (RFC 2045 §6.8), which may be cut anywhere. Octets that are no digits are passed over.
struct Base64Decoder {
  private var bits: UInt32 = 0
  private var digits = 0

  mutating func decode(_ bytes: Span<UInt8>, into content: inout [UInt8]) {
    var written = content.count
    content += repeatElement(0, count: bytes.count / 4 * 3 + 3)
    var position = 0
    unsafe content.withUnsafeMutableBufferPointer { target in
      unsafe bytes.withUnsafeBufferPointer { source in
        unsafe Self.values.withUnsafeBufferPointer { values in
          while position < source.count {
            if digits == 0 {
              unsafe Self.decodeClean(source, &position, target, &written, values)
              guard position < source.count else { break }
            }
            let octet = unsafe source[position]
            position += 1
            guard let decoded = unsafe take(octet, values[Int(octet)]) else { continue }
            unsafe target[written] = decoded
            written += 1
          }
        }
      }
    }
    content.removeLast(content.count - written)
  }

  /// Takes one octet; what it completes, if anything.
  private mutating func take(_ octet: UInt8, _ value: UInt32) -> UInt8? {
    if octet == .equals {
      // Padding, at the end or between pieces that were put together: what is left of a digit is dropped.
      digits = 0
      return nil
    }
    guard value < Self.foreign else { return nil }
    bits = bits << 6 | value
    digits += 1
    // Each digit after the first of a group completes an octet.
    let decoded = digits > 1 ? UInt8(truncatingIfNeeded: bits >> (8 - 2 * UInt32(digits))) : nil
    if digits == 4 { digits = 0 }
    return decoded
  }

  /// Decodes whole groups, two at a time and then one, until something else comes.
  private static func decodeClean(
    _ source: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ target: UnsafeMutableBufferPointer<UInt8>,
    _ written: inout Int, _ values: UnsafeBufferPointer<UInt32>
  ) {
    let octets = UnsafeMutableRawBufferPointer(target)
    while position &+ 8 <= source.count, written &+ 8 <= target.count {
      let first = unsafe group(source, position, values)
      let second = unsafe group(source, position &+ 4, values)
      guard first | second < foreign else { break }
      let both = UInt64(first) << 40 | UInt64(second) << 16
      unsafe octets.storeBytes(of: both.bigEndian, toByteOffset: written, as: UInt64.self)
      position &+= 8
      written &+= 6
    }
    while position &+ 4 <= source.count {
      let group = unsafe group(source, position, values)
      guard group < foreign else { return }
      unsafe target[written] = UInt8(truncatingIfNeeded: group >> 16)
      unsafe target[written &+ 1] = UInt8(truncatingIfNeeded: group >> 8)
      unsafe target[written &+ 2] = UInt8(truncatingIfNeeded: group)
      position &+= 4
      written &+= 3
    }
  }

  /// The 24 bits of the four digits at `position`; `foreign` or more where not all are digits.
  @inline(__always)
  private static func group(
    _ source: UnsafeBufferPointer<UInt8>, _ position: Int, _ values: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    let first = unsafe values[Int(source[position])]
    let second = unsafe values[Int(source[position &+ 1])]
    let third = unsafe values[Int(source[position &+ 2])]
    let fourth = unsafe values[Int(source[position &+ 3])]
    return first << 18 | second << 12 | third << 6 | fourth
  }

  private static let foreign: UInt32 = 1 << 24

  /// The value of each octet as a digit; so much where it is none that it shows however it is shifted.
  private static let values: [UInt32] = (UInt32(0)...255).map { octet in
    switch octet {
    case 0x41...0x5A: octet - 0x41
    case 0x61...0x7A: octet - 0x61 + 26
    case 0x30...0x39: octet - 0x30 + 52
    case UInt32(UInt8.plus): 62
    case UInt32(UInt8.slash): 63
    default: foreign | foreign >> 6 | foreign >> 12
    }
  }
}
