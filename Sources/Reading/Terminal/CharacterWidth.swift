/// How many columns of a terminal a character takes.
enum CharacterWidth {
  /// 0 for what sits on the character before it, 2 for East Asian wide characters and emoji, else 1.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return scalar.value == 0xAD ? 0 : 1 }
    if isWide(scalar.value) { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    case _: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// The blocks of Unicode 16 whose characters are wide or fullwidth (UAX #11); emoji are told by their property.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
    0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]

  // Marks among the ideographs take no column of their own.
  private static let marks: [ClosedRange<UInt32>] = [0x302A...0x302D, 0x3099...0x309A]

  private static func isWide(_ value: UInt32) -> Bool {
    value >= 0x1100 && wide.contains { $0.contains(value) } && !marks.contains { $0.contains(value) }
  }
}
