/// A part of the messages, drawn anew by each seed: repeated runs come to read all of them.
package struct Sample: Sendable, Equatable {
  /// The part, more than 0 and at most 1.
  package let share: Double
  private let seed: UInt64

  /// - Parameter seed: what the draw follows from, such as the time.
  package init?(share: Double, seed: Int64) {
    guard share > 0, share <= 1 else { return nil }
    self.share = share
    self.seed = UInt64(bitPattern: seed)
  }

  /// True where the message of this name is drawn.
  package func contains(_ base: String) -> Bool {
    guard share < 1 else { return true }
    // FNV-1a, then the finish of SplitMix64: near names and near seeds are drawn apart.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in base.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = Self.mixed(hash ^ Self.mixed(seed))
    return Double(hash >> 11) < share * 0x1p53
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value &+ 0x9e37_79b9_7f4a_7c15
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}
