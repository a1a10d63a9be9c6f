/// Which words of a message stand side by side: a Bloom filter of pairs, which never says no to a pair that is there.
///
/// To keep where each word stands takes an octet a word; this takes six bits a pair, once a message, and leaves one
/// message in eighteen to be looked at that has both words apart.
enum WordPairs {
  /// The pairs of a message that are told, at most.
  static let limit = 1 << 16
  private static let bitsPerPair = 6
  private static let multipliers: [UInt64] = [
    1, 0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0xD6E8_FEB8_6659_FD93,
  ]
  private static let probes = 4

  // FNV-1a; a pair is mixed as SplitMix64 does.
  static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  static func hash(_ hash: UInt64, _ octet: UInt8) -> UInt64 { (hash ^ UInt64(octet)) &* 0x100_0000_01B3 }

  static func hash(_ word: some Sequence<UInt8>) -> UInt64 { word.reduce(seed, hash) }

  static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
    var mixed = first &* 0x9E37_79B9_7F4A_7C15 &+ second
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  static func filter(of pairs: [UInt64]) -> [UInt8] {
    let pairs = distinct(pairs)
    let count = (pairs.count * bitsPerPair + 7) / 8
    var filter = [UInt8](repeating: 0, count: count)
    guard count > 0 else { return filter }
    for pair in pairs {
      for bit in bits(pair, UInt64(count) * 8) { filter[bit >> 3] |= 1 << UInt8(bit & 7) }
    }
    return filter
  }

  private static func distinct(_ pairs: [UInt64]) -> [UInt64] {
    var distinct: [UInt64] = []
    distinct.reserveCapacity(pairs.count)
    for pair in pairs.sorted() where pair != distinct.last { distinct.append(pair) }
    return distinct
  }

  /// False where the pair surely is not there.
  static func contains(_ filter: UnsafeRawBufferPointer, _ pair: UInt64) -> Bool {
    guard !filter.isEmpty else { return false }
    return bits(pair, UInt64(filter.count) * 8).allSatisfy { filter[$0 >> 3] & 1 << UInt8($0 & 7) != 0 }
  }

  private static func bits(_ pair: UInt64, _ count: UInt64) -> some Sequence<Int> {
    // Four fractions of the filter's length, each of other bits of the pair.
    (0..<probes).lazy.map { Int((pair &* multipliers[$0]).multipliedFullWidth(by: count).high) }
  }
}
