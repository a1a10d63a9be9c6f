/// Guesses the charset of octets that are no UTF-8, by what is valid in each and by what its languages write often.
enum CharsetGuess {
  /// The charset whose escape sequences stand in the text (RFC 1468, RFC 1557, RFC 1922).
  static func escapes(_ text: Span<UInt8>) -> String? {
    var start = 0
    while let escape = text.first(.escape, from: start) {
      start = escape + 1
      guard escape + 2 < text.count, text[escape + 1] == UInt8(ascii: "$") else { continue }
      switch text[escape + 2] {
      case UInt8(ascii: "B"), UInt8(ascii: "@"), UInt8(ascii: "("): return "ISO-2022-JP"
      case UInt8(ascii: ")"):
        guard escape + 3 < text.count else { continue }
        if text[escape + 3] == UInt8(ascii: "C") { return "ISO-2022-KR" }
        if text[escape + 3] == UInt8(ascii: "A") || text[escape + 3] == UInt8(ascii: "G") {
          return "ISO-2022-CN"
        }
      default: continue
      }
    }
    return nil
  }

  /// How much is looked at.
  private static let lengthLimit = 16_384

  /// The best guess for octets that are neither ASCII nor UTF-8; nil for western.
  static func best(_ text: Span<UInt8>) -> String? {
    let sample = text.extracting(first: lengthLimit)
    var best: (name: String, score: Int)?
    for charset in MultibyteCharset.all {
      guard let score = charset.score(sample), score > (best?.score ?? 0) else { continue }
      best = (charset.name, score)
    }
    return best?.name ?? alphabet(sample)
  }

  /// A charset of one octet a character.
  private static func alphabet(_ text: Span<UInt8>) -> String? {
    var high = 0
    var besideAnother = 0
    var counts = [Int](repeating: 0, count: 256)
    for index in text.indices where text[index] >= 0x80 {
      high += 1
      counts[Int(text[index])] += 1
      let before = index > 0 && text[index - 1] >= 0x80
      let after = index + 1 < text.count && text[index + 1] >= 0x80
      if before || after { besideAnother += 1 }
    }
    func count(_ octets: [Int]) -> Int { octets.reduce(0) { $0 + counts[$1] } }
    // Letters of another alphabet stand side by side.
    guard high >= 4, besideAnother * 10 >= high * 8 else {
      // ğ ı ş Ğ İ Ş, where Icelandic has ð ý þ, and what else either writes: ç ü, or á í ó ú æ.
      let turkish = count([0xF0, 0xFD, 0xFE, 0xD0, 0xDD, 0xDE])
      return turkish > 0 && turkish + count([0xE7, 0xFC]) > 2 * count([0xE1, 0xED, 0xF3, 0xFA, 0xE6])
        ? "CP1254" : nil
    }
    // о е а и н т: nearly half of all letters in Russian.
    let koi = count([0xCF, 0xC5, 0xC1, 0xC9, 0xCE, 0xD4])
    let windows = count([0xEE, 0xE5, 0xE0, 0xE8, 0xED, 0xF2])
    guard max(koi, windows) * 4 >= high else { return nil }
    return koi > windows ? "KOI8-R" : "CP1251"
  }
}

/// A charset of two octets a character, and what its languages write often.
struct MultibyteCharset: Sendable {
  let name: String
  let isLead: @Sendable (UInt8) -> Bool
  let isTrail: @Sendable (UInt8) -> Bool
  /// Characters that make up nearly all of a text.
  let isUsual: @Sendable (UInt8, UInt8) -> Bool
  /// Characters that no other charset's languages would have this many of.
  let isTelling: @Sendable (UInt8, UInt8) -> Bool

  /// Nil where the text cannot be in it; else the more the better.
  func score(_ text: Span<UInt8>) -> Int? {
    var characters = 0
    var usual = 0
    var telling = 0
    var faults = 0
    var index = 0
    while index < text.count {
      let octet = text[index]
      index += 1
      if octet < 0x80 { continue }
      characters += 1
      guard isLead(octet), index < text.count, isTrail(text[index]) else {
        // The sample may end within a character.
        faults += index < text.count ? 1 : 0
        continue
      }
      if isUsual(octet, text[index]) { usual += 1 }
      if isTelling(octet, text[index]) { telling += 1 }
      index += 1
    }
    guard characters > 0, faults * 50 <= characters, usual * 10 >= characters * 6 else { return nil }
    return (usual * 100 + telling * 200) / characters
  }

  static let all: [MultibyteCharset] = [
    MultibyteCharset(
      name: "CP932",
      isLead: { 0x81...0x9F ~= $0 || 0xE0...0xFC ~= $0 }, isTrail: { 0x40...0xFC ~= $0 && $0 != 0x7F },
      isUsual: { lead, _ in 0x81...0x83 ~= lead || 0x88...0x97 ~= lead },
      isTelling: { lead, trail in lead == 0x82 && 0x9F...0xF1 ~= trail }),
    MultibyteCharset(
      name: "EUC-JP-MS", isLead: isHigh, isTrail: isHigh,
      isUsual: { lead, _ in lead == 0xA1 || lead == 0xA4 || lead == 0xA5 || 0xB0...0xCF ~= lead },
      isTelling: { lead, trail in lead == 0xA4 && 0xA1...0xF3 ~= trail }),
    MultibyteCharset(
      name: "CP949", isLead: isHigh, isTrail: isHigh, isUsual: { lead, _ in 0xB0...0xC8 ~= lead },
      isTelling: isOne(of: [  // 이다는에의을가한하니를로고지기사
        0xC0CC, 0xB4D9, 0xB4C2, 0xBFA1, 0xC0C7, 0xC0BB, 0xB0A1, 0xC7D1, 0xC7CF, 0xB4CF, 0xB8A6, 0xB7CE,
        0xB0ED,
        0xC1F6, 0xB1E2, 0xBBE7,
      ])),
    MultibyteCharset(
      name: "GB18030", isLead: { 0x81...0xFE ~= $0 }, isTrail: { 0x30...0xFE ~= $0 && $0 != 0x7F },
      isUsual: { lead, trail in trail >= 0xA1 && (0xB0...0xD7 ~= lead || lead == 0xA1 || lead == 0xA3) },
      isTelling: isOne(of: [  // 的是一不了在有人我你您好这中国文
        0xB5C4, 0xCAC7, 0xD2BB, 0xB2BB, 0xC1CB, 0xD4DA, 0xD3D0, 0xC8CB, 0xCED2, 0xC4E3, 0xC4FA, 0xBAC3,
        0xD5E2,
        0xD6D0, 0xB9FA, 0xCEC4,
      ])),
    MultibyteCharset(
      name: "BIG5-HKSCS", isLead: { 0x87...0xFE ~= $0 },
      isTrail: { 0x40...0x7E ~= $0 || 0xA1...0xFE ~= $0 },
      isUsual: { lead, _ in 0xA1...0xC6 ~= lead },
      isTelling: isOne(of: [  // 的是一不了在有人我你您好這中國文
        0xAABA, 0xAC4F, 0xA440, 0xA4A3, 0xA446, 0xA662, 0xA6B3, 0xA448, 0xA7DA, 0xA741, 0xB17A, 0xA66E,
        0xB36F,
        0xA4A4, 0xB0EA, 0xA4E5,
      ])),
  ]

  private static let isHigh: @Sendable (UInt8) -> Bool = { 0xA1...0xFE ~= $0 }

  private static func isOne(of codes: Set<UInt16>) -> @Sendable (UInt8, UInt8) -> Bool {
    { codes.contains(UInt16($0) << 8 | UInt16($1)) }
  }
}

extension UInt8 {
  static let escape: UInt8 = 0x1B
}
