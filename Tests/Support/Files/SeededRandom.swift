/// SplitMix64: the same numbers for the same seed, on every machine. What tests and benches draw from.
///
/// `SmallRandom` of the built-in server is the same and stays apart: what is shipped depends on nothing of the tests.
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number below `bound`. Not Swift's own `random(in:)`, whose way from word to number may change.
  package mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % bound }

  /// True once in so many times.
  package mutating func isOne(in count: Int) -> Bool { below(count) == 0 }
}
