/// What a character beyond ASCII is to a search.
enum Folding {
  /// Ends a word.
  case separator
  /// An accent or another mark that searches pass over.
  case mark
  /// Part of a word, as this character.
  case letter(UInt32)
  /// Part of a word, as the octets from that place of `FoldingTable.severals` to the next blank.
  case several(Int)
  /// A word of its own, as this character.
  case alone(UInt32)

  static func of(_ scalar: UInt32) -> Folding {
    let entry = entry(of: scalar)
    switch entry {
    case 0: return .separator
    case 1: return .mark
    case 2: return .letter(scalar)
    case 3: return .alone(scalar)
    case firstSeveral...: return .several(Int(entry - firstSeveral))
    default: return self.entry(of: entry) == 3 ? .alone(entry) : .letter(entry)
    }
  }

  /// In octets: no entry of `FoldingTable.severals` has more.
  static let longestSeveral = 12

  private static let firstSeveral: UInt32 = 0x20000

  private static func entry(of scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0..<0x20000:
      let number = (scalar >> 9) * 2
      let page = digit(FoldingTable.pages, number) << 6 | digit(FoldingTable.pages, number + 1)
      let place = (page << 6 | scalar >> 3 & 63) * 2
      let block = digit(FoldingTable.blocks, place) << 6 | digit(FoldingTable.blocks, place + 1)
      let start = (block << 3 | scalar & 7) * 3
      return digit(FoldingTable.entries, start) << 12 | digit(FoldingTable.entries, start + 1) << 6
        | digit(FoldingTable.entries, start + 2)
    // Chinese characters, assigned and not yet.
    case 0x20000..<0x40000: return 3
    // Selectors of variants.
    case 0xE0100..<0xE01F0: return 1
    default: return 0
    }
  }

  private static func digit(_ text: StaticString, _ place: UInt32) -> UInt32 {
    // The generator made every number that leads here: a place beyond the end would be its fault.
    precondition(Int(place) < text.utf8CodeUnitCount)
    return unsafe UInt32(text.utf8Start[Int(place)]) &- 0x30
  }

  /// Hands out the octets of several letters.
  static func forEachOctet(ofSeveral place: Int, _ body: (UInt8) -> Void) {
    var place = place
    while place < FoldingTable.severals.utf8CodeUnitCount {
      let octet = unsafe FoldingTable.severals.utf8Start[place]
      if octet == .space { return }
      body(octet)
      place += 1
    }
  }
}
