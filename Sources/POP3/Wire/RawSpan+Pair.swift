extension RawSpan {
  /// The first index from `start` on where `first` stands with `second` right behind it.
  ///
  /// Message bodies go through here at the speed of the disk, so eight octets are compared at a time:
  /// in `a ^ firsts | b ^ seconds`, b being the octets one further, an octet is zero just where the pair
  /// stands, and the borrow of a subtraction finds it. Blocks of 64 octets leave the compiler free to
  /// use wider registers.
  func firstPair(_ first: UInt8, _ second: UInt8, from start: Int) -> Int? {
    let firsts = UInt64(first) &* Self.ones
    let seconds = UInt64(second) &* Self.ones
    let last = byteCount &- 9
    var index = start
    while index &+ 56 <= last {
      var hits: UInt64 = 0
      for word in 0..<8 { hits |= zeroOctets(at: index &+ word &* 8, firsts, seconds) }
      if hits != 0 { break }
      index &+= 64
    }
    while index <= last {
      let hits = zeroOctets(at: index, firsts, seconds)
      if hits != 0 { return index &+ hits.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index &+ 1 < byteCount {
      if self[index] == first, self[index &+ 1] == second { return index }
      index &+= 1
    }
    return nil
  }

  /// The top bit of each octet of the eight at `index` with which the pair begins; the lowest is exact.
  @inline(__always)
  private func zeroOctets(at index: Int, _ firsts: UInt64, _ seconds: UInt64) -> UInt64 {
    let differences = (word(at: index) ^ firsts) | (word(at: index &+ 1) ^ seconds)
    return (differences &- Self.ones) & ~differences & (Self.ones << 7)
  }

  /// Eight octets, the first in the lowest place. Callers keep `index` below `byteCount - 7`.
  @inline(__always)
  private func word(at index: Int) -> UInt64 {
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
  }

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
}
