/// Text of octets in a named charset.
///
/// UTF-8, ASCII and the Western European charsets are decoded here, all others by iconv.
struct CharsetDecoder {
  /// Conversions by iconv that one header may ask for; beyond it, octets are guessed.
  private var conversionsLeft = 1_000

  /// The lower-case charset that the message declares for its body: raw 8-bit header fields are mostly in the same.
  private let declared: [UInt8]?

  /// Whether octets were taken for windows-1252 because nothing said better.
  private(set) var guessedWestern = false

  init(declared: [UInt8]? = nil) { self.declared = declared }

  /// The text of `octets` in the charset of that lower-case name; guessed where nothing knows the name.
  mutating func decode(_ octets: [UInt8], charset: [UInt8]) -> String {
    if charset == Self.utf8 { return String(decoding: octets, as: UTF8.self) }
    switch CharsetName(charset) {
    case .utf8: return String(decoding: octets, as: UTF8.self)
    case .western: return Self.western(octets)
    case .unknown: return guess(octets)
    case .named(let names): return convert(octets, names) ?? guess(octets)
    }
  }

  /// The first of the names that iconv knows decides; nil where it knows none.
  private mutating func convert(_ octets: [UInt8], _ names: [String]) -> String? {
    for name in names where conversionsLeft > 0 {
      conversionsLeft -= 1
      if let converter = Converter(from: name) { return converter.text(octets) }
    }
    return nil
  }

  private static let utf8 = Array("utf-8".utf8)

  /// The text of octets whose charset nobody told: UTF-8 where they are valid UTF-8, else the declared charset,
  /// else windows-1252.
  mutating func guess(_ octets: [UInt8]) -> String {
    if let text = String(validating: octets, as: UTF8.self) { return text }
    if let declared, case .named(let names) = CharsetName(declared), let text = convert(octets, names) {
      return text
    }
    guessedWestern = true
    return Self.western(octets)
  }

  /// The text of octets in windows-1252, which is what mail means by ISO 8859-1.
  static func western(_ octets: [UInt8]) -> String {
    var text = ""
    text.unicodeScalars.reserveCapacity(octets.count)
    for octet in octets {
      if octet & 0xE0 == 0x80 {
        text.unicodeScalars.append(windows1252[Int(octet & 0x1F)])
      } else {
        text.unicodeScalars.append(Unicode.Scalar(octet))
      }
    }
    return text
  }

  /// The character of an octet in windows-1252.
  static func western(_ octet: UInt8) -> UInt32 {
    octet & 0xE0 == 0x80 ? windows1252[Int(octet & 0x1F)].value : UInt32(octet)
  }

  /// 0x80…0x9F; the five octets that windows-1252 leaves open stand for the control characters of that number.
  private static let windows1252: [Unicode.Scalar] = [
    "\u{20AC}", "\u{81}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
    "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{8D}", "\u{017D}", "\u{8F}",
    "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
    "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}", "\u{0153}", "\u{9D}", "\u{017E}", "\u{0178}",
  ]
}
