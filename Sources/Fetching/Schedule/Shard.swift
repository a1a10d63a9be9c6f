import Settings

/// One of several instances that share the accounts of one configuration: each account falls to exactly one of them.
///
/// By rendezvous hashing (Thaler and Ravishankar, 1998): where an instance is added, the accounts that move are those
/// that it takes, and no other changes its place. The hash is fixed for ever: which archive holds whose mail hangs on it.
package struct Shard: Sendable, Equatable, CustomStringConvertible {
  /// From 0.
  package let number: Int
  package let count: Int

  /// Nil unless `number` is from 0 to `count` less one, and `count` at most 10,000.
  package init?(number: Int, of count: Int) {
    guard (1...10_000).contains(count), (0..<count).contains(number) else { return nil }
    self.number = number
    self.count = count
  }

  /// Reads `2/4`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let number = Int(parts[0]), let count = Int(parts[1])
    else { return nil }
    self.init(number: number, of: count)
  }

  package var description: String { "\(number)/\(count)" }

  /// True where the account of this name is this instance's.
  package func holds(_ name: String) -> Bool { Self.place(of: name, among: count) == number }

  private static func place(of name: String, among count: Int) -> Int {
    let hash = hash(name)
    var best = (place: 0, weight: UInt64(0))
    for place in 0..<count {
      let weight = Chance.mixed(hash ^ Chance.mixed(UInt64(place) &+ 0x9e37_79b9_7f4a_7c15))
      if weight > best.weight || place == 0 { best = (place, weight) }
    }
    return best.place
  }

  /// The name's hash, its bits spread.
  static func hash(_ name: String) -> UInt64 { Chance.mixed(StableHash.of(name)) }
}
