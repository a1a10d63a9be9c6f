/// `&eacute;`, `&#233;`, `&#xE9;`, and what people write for them (HTML, section 13.2.5.72).
enum CharacterReference {
  /// Appends the text at `range` with its references decoded.
  static func append(
    _ html: Span<UInt8>, _ range: Range<Int>, inAttribute: Bool = false, to text: inout [UInt8]
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      guard let found = html.first(.ampersand, in: start..<range.upperBound) else {
        html.append(start..<range.upperBound, to: &text)
        return
      }
      html.append(start..<found, to: &text)
      if let (scalar, end) = read(html, found + 1..<range.upperBound, inAttribute: inAttribute) {
        UTF8Scalar.append(scalar, to: &text)
        start = end
      } else {
        text.append(.ampersand)
        start = found + 1
      }
    }
  }

  /// The character of the reference whose `&` stands before `range`, and where it ends.
  static func read(
    _ html: Span<UInt8>, _ range: Range<Int>, inAttribute: Bool
  ) -> (scalar: UInt32, end: Int)? {
    guard let first = range.first else { return nil }
    if html[first] == UInt8(ascii: "#") { return number(html, first + 1..<range.upperBound) }
    return named(html, range, inAttribute: inAttribute)
  }

  private static func number(_ html: Span<UInt8>, _ range: Range<Int>) -> (scalar: UInt32, end: Int)? {
    var index = range.lowerBound
    let isHex = index < range.upperBound && html[index].lowered == UInt8(ascii: "x")
    if isHex { index += 1 }
    let start = index
    var value: UInt32 = 0
    while index < range.upperBound, let digit = html[index].hexValue, isHex || digit < 10 {
      value = min(value * (isHex ? 16 : 10) + UInt32(digit), 0x11_0000)
      index += 1
    }
    if index == start { return nil }
    if index < range.upperBound, html[index] == .semicolon { index += 1 }
    return (character(value), index)
  }

  /// The character of that number; those that windows-1252 has in place of control characters are its.
  private static func character(_ value: UInt32) -> UInt32 {
    if value & 0xFFFF_FFE0 == 0x80 { return CharsetDecoder.western(UInt8(value)) }
    return value == 0 || Unicode.Scalar(value) == nil ? UTF8Scalar.replacement : value
  }

  private static let lengthLimit = 8

  private static func named(
    _ html: Span<UInt8>, _ range: Range<Int>, inAttribute: Bool
  ) -> (scalar: UInt32, end: Int)? {
    var index = range.lowerBound
    var packed: UInt64 = 0
    var known: (scalar: UInt32, end: Int)?
    while index < range.upperBound, index - range.lowerBound < lengthLimit,
      html[index].isLetter || html[index].isDigit
    {
      packed = packed << 8 | UInt64(html[index])
      index += 1
      // Without its semicolon: the longest of the old names; but in attributes only where it stands alone, since
      // addresses have `&copy=2` for what it says.
      if index - range.lowerBound > 1, let scalar = loose[packed] { known = (scalar, index) }
    }
    if index < range.upperBound, html[index] == .semicolon {
      if let scalar = loose[packed] ?? strict[packed] { return (scalar, index + 1) }
    }
    guard let known else { return nil }
    let next = known.end < range.upperBound ? html[known.end] : 0
    return inAttribute && (next.isLetter || next.isDigit || next == .equals) ? nil : known
  }

  private static let loose = table(CharacterNames.loose)
  private static let strict = table(CharacterNames.strict)

  private static func table(_ names: String) -> [UInt64: UInt32] {
    var table: [UInt64: UInt32] = [:]
    for entry in names.utf8.split(separator: .space) {
      guard let sign = entry.firstIndex(of: .equals) else { continue }
      let scalar = entry[entry.index(after: sign)...].reduce(UInt32(0)) { $0 << 4 | UInt32($1.hexValue ?? 0) }
      table[HTMLElement.pack(entry[..<sign])] = scalar
    }
    return table
  }
}

extension UInt8 {
  static let ampersand: UInt8 = 0x26
}
