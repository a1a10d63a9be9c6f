/// Characters that take no place or look like blanks. Mail fills the line that lists of messages show with hundreds.
struct Filler {
  let length: Int
  let isBlank: Bool

  /// The one at `index`, if there is one. A joiner after a letter is none: some scripts and emoji need it.
  init?(_ text: Span<UInt8>, at index: Int, afterLetter: Bool) {
    guard text[index] >= 0xC2 else { return nil }
    switch text[index] {
    // U+00A0 no-break space, U+00AD soft hyphen.
    case 0xC2:
      guard index + 1 < text.count, text[index + 1] == 0xA0 || text[index + 1] == 0xAD else { return nil }
      self.init(length: 2, isBlank: text[index + 1] == 0xA0)
    // U+034F combining grapheme joiner.
    case 0xCD:
      guard index + 1 < text.count, text[index + 1] == 0x8F else { return nil }
      self.init(length: 2, isBlank: false)
    // U+2000…200A, 202F: blanks of all widths; U+200B…200D, 2060: of no width. U+FEFF.
    case 0xE2, 0xEF: self.init(beyond: UTF8Scalar.read(text, at: index).scalar, afterLetter)
    default: return nil
    }
  }

  private init?(beyond scalar: UInt32, _ afterLetter: Bool) {
    switch scalar {
    case 0x2000...0x200A, 0x202F: self.init(length: 3, isBlank: true)
    case 0x200B, 0x2060, 0xFEFF: self.init(length: 3, isBlank: false)
    case 0x200C, 0x200D:
      if afterLetter { return nil }
      self.init(length: 3, isBlank: false)
    default: return nil
    }
  }

  private init(length: Int, isBlank: Bool) {
    self.length = length
    self.isBlank = isBlank
  }
}
