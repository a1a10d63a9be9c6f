/// Characters that are one in most texts and written as several in some: Korean syllables of their letters (Unicode
/// 3.12), and Japanese ones with their voicing marks. Names of files from macOS are all of that kind.
enum Syllable {
  /// The one character that `first` and what follows it at `end` make; `end` moves behind what belongs to it.
  static func join(_ first: UInt32, with text: Span<UInt8>, at end: inout Int) -> UInt32 {
    switch first {
    case 0x1100..<0x1113: return hangul(first, with: text, at: &end)
    case 0x3041..<0x30FF: return kana(first, with: text, at: &end)
    default: return first
    }
  }

  private static func hangul(_ first: UInt32, with text: Span<UInt8>, at end: inout Int) -> UInt32 {
    guard let vowel = take(0x1161..<0x1176, of: text, at: &end) else { return first }
    let syllable = 0xAC00 + ((first - 0x1100) * 21 + vowel - 0x1161) * 28
    guard let last = take(0x11A8..<0x11C3, of: text, at: &end) else { return syllable }
    return syllable + last - 0x11A7
  }

  private static func kana(_ first: UInt32, with text: Span<UInt8>, at end: inout Int) -> UInt32 {
    // The full-width and the half-width form of each mark.
    if take(0x3099..<0x309A, of: text, at: &end) != nil || take(0xFF9E..<0xFF9F, of: text, at: &end) != nil {
      return voiced(first)
    }
    if take(0x309A..<0x309B, of: text, at: &end) != nil || take(0xFF9F..<0xFFA0, of: text, at: &end) != nil {
      return isOfHaRow(first) ? first + 2 : first
    }
    return first
  }

  private static func voiced(_ kana: UInt32) -> UInt32 {
    // Katakana stand as far behind hiragana as their blocks do.
    switch kana >= 0x30A1 ? kana - 0x60 : kana {
    case 0x3046: kana + 0x4E
    case 0x304B...0x3062: kana % 2 == 1 ? kana + 1 : kana
    case 0x3064...0x3069: kana % 2 == 0 ? kana + 1 : kana
    case 0x306F...0x307D: isOfHaRow(kana) ? kana + 1 : kana
    default: kana
    }
  }

  private static func isOfHaRow(_ kana: UInt32) -> Bool {
    let hiragana = kana >= 0x30A1 ? kana - 0x60 : kana
    return (0x306F...0x307D).contains(hiragana) && (hiragana - 0x306F) % 3 == 0
  }

  /// The character at `end`, passed over, where it is one of these.
  private static func take(_ scalars: Range<UInt32>, of text: Span<UInt8>, at end: inout Int) -> UInt32? {
    guard end < text.count else { return nil }
    let (scalar, length) = UTF8Scalar.read(text, at: end)
    guard scalars.contains(scalar) else { return nil }
    end += length
    return scalar
  }
}
