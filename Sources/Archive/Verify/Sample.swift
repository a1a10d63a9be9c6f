/// A part of the messages: drawn anew by each seed, so that repeated runs come to read all of them, or one of the slices
/// that all of them are cut into.
package struct Sample: Sendable, Equatable {
  private enum Rule: Equatable {
    case draw(seed: UInt64)
    case slice(Int, of: Int)
  }

  /// The part, more than 0 and at most 1.
  package let share: Double
  private let rule: Rule

  /// - Parameter seed: what the draw follows from, such as the time.
  package init?(share: Double, seed: Int64) {
    guard share > 0, share <= 1 else { return nil }
    self.share = share
    rule = .draw(seed: UInt64(bitPattern: seed))
  }

  /// One of `count` slices, from 0: every message is in one of them, and always in the same.
  package init(slice: Int, of count: Int) {
    let count = max(1, count)
    share = 1 / Double(count)
    rule = .slice((slice % count + count) % count, of: count)
  }

  /// True where the message of this name is in the part.
  package func contains(_ base: String) -> Bool {
    // FNV-1a, then the finish of SplitMix64: near names and near seeds are drawn apart.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in base.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    switch rule {
    case .draw(let seed):
      return share == 1 || Double(Self.mixed(hash ^ Self.mixed(seed)) >> 11) < share * 0x1p53
    case .slice(let number, let count):
      return Int(Self.mixed(hash) % UInt64(count)) == number
    }
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value &+ 0x9e37_79b9_7f4a_7c15
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}
