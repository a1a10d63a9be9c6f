/// One character of UTF-8 text.
enum UTF8Scalar {
  static let replacement: UInt32 = 0xFFFD

  /// The character that starts at `index`, and its octets; U+FFFD of one octet where there is none.
  static func read(_ text: Span<UInt8>, at index: Int) -> (scalar: UInt32, length: Int) {
    let first = UInt32(text[index])
    if first < 0x80 { return (first, 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    if first < 0xC2 || first > 0xF4 || index + length > text.count { return (replacement, 1) }
    var scalar = first & (0x7F >> UInt32(length))
    for place in index + 1..<index + length {
      let octet = text[place]
      if octet & 0xC0 != 0x80 { return (replacement, 1) }
      scalar = scalar << 6 | UInt32(octet & 0x3F)
    }
    let isValid = scalar >= (length == 3 ? 0x800 : length == 4 ? 0x10000 : 0x80)
    if !isValid || scalar > 0x10FFFF || scalar & 0xFFFF_F800 == 0xD800 { return (replacement, 1) }
    return (scalar, length)
  }

  /// How many octets the character has in UTF-8.
  static func length(_ scalar: UInt32) -> Int {
    scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
  }

  @inline(__always)
  static func forEachOctet(of scalar: UInt32, _ body: (UInt8) -> Void) {
    switch scalar {
    case 0..<0x80: body(UInt8(truncatingIfNeeded: scalar))
    case 0x80..<0x800:
      body(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      body(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    default:
      body(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }
  }

  static func append(_ scalar: UInt32, to text: inout [UInt8]) {
    forEachOctet(of: scalar) { text.append($0) }
  }
}

extension Span<UInt8> {
  var isValidUTF8: Bool {
    var index = firstBeyondASCII(from: 0)
    while index < count {
      let (scalar, length) = UTF8Scalar.read(self, at: index)
      if scalar == UTF8Scalar.replacement, length == 1 { return false }
      index += length
      if index < count, self[index] < 0x80 { index = firstBeyondASCII(from: index) }
    }
    return true
  }

  /// The offset of the first octet of 0x80 or more, or `count`.
  private func firstBeyondASCII(from start: Int) -> Int {
    var index = start
    while index + 8 <= count {
      let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { break }
      index += 8
    }
    while index < count, self[index] < 0x80 { index += 1 }
    return index
  }
}
