/// ISO-2022-JP (RFC 1468) as Shift_JIS.
///
/// What mail calls ISO-2022-JP has characters of vendors, such as ① and ㈱, at places that the standard leaves empty. iconv
/// refuses them there and knows them in windows-31j, whose order of characters is the same.
enum JapaneseEscapes {
  private enum Mode { case ascii, kana, double, unknown }

  static func isName(_ charset: String) -> Bool {
    ["iso-2022-jp", "csiso2022jp", "iso-2022-jp-ms", "cp50220", "cp50221", "cp50222"].contains(
      charset.lowercased())
  }

  static func shiftJIS(_ octets: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(octets.count)
    var mode = Mode.ascii
    var index = 0
    while index < octets.count {
      let octet = octets[index]
      if octet == .escape, let (next, length) = escape(octets, index) {
        mode = next
        index += length
        continue
      }
      index += 1
      if octet == .lineFeed { mode = .ascii }
      if octet < 0x21 || octet > 0x7E || mode == .ascii {
        output.append(octet)
      } else if mode == .kana {
        output.append(octet | 0x80)
      } else if index < octets.count, octets[index] >= 0x21, octets[index] <= 0x7E {
        append(octet, octets[index], mode, &output)
        index += 1
      }
    }
    return output
  }

  private static func escape(_ octets: [UInt8], _ index: Int) -> (Mode, Int)? {
    guard index + 2 < octets.count else { return nil }
    switch (octets[index + 1], octets[index + 2]) {
    case (UInt8(ascii: "$"), UInt8(ascii: "@")), (UInt8(ascii: "$"), UInt8(ascii: "B")): return (.double, 3)
    // JIS X 0212 and others that Shift_JIS has no place for.
    case (UInt8(ascii: "$"), .openParenthesis): return (.unknown, 4)
    case (.openParenthesis, UInt8(ascii: "I")): return (.kana, 3)
    case (.openParenthesis, _): return (.ascii, 3)
    default: return nil
    }
  }

  private static func append(_ row: UInt8, _ cell: UInt8, _ mode: Mode, _ output: inout [UInt8]) {
    if mode == .unknown {
      // 〓, which stands for a character that cannot be printed.
      output += [0x81, 0xAC]
      return
    }
    let half = (row &- 0x21) / 2
    output.append(half < 31 ? 0x81 &+ half : 0xE0 &+ (half &- 31))
    if row % 2 == 0 {
      output.append(cell &+ 0x7E)
    } else {
      output.append(cell &+ (cell > 0x5F ? 0x20 : 0x1F))
    }
  }
}
