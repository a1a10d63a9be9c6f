/// SplitMix64: a small generator that gives the same numbers for the same seed, on every machine. Not for secrets.
struct SmallRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A generator of its own for the `index`th of many.
  init(seed: UInt64, index: Int) {
    state = seed &* 0xD129_0AEC_2D5E_84B5 &+ UInt64(truncatingIfNeeded: index) &* 0x9FB2_1C65_1E98_DF25
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number below `bound`. Not Swift's own `random(in:)`, whose way from word to number may change.
  mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % max(bound, 1) }

  /// `values` in another order.
  mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
    var values = values
    for place in values.indices { values.swapAt(place, place + below(values.count - place)) }
    return values
  }

  /// One of `choices`, which must not be empty.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }
}
