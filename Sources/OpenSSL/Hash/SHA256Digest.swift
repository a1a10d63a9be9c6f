/// The 32 bytes of a SHA-256 hash (FIPS 180-4).
package struct SHA256Digest: Hashable, Sendable {
  private let words: InlineArray<4, UInt64>

  /// The digest with these bytes; nil unless there are 32.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words = InlineArray<4, UInt64>(repeating: 0)
    for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
    self.words = words
  }

  /// The 32 bytes, in the order of the standard.
  package var bytes: [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
  }

  /// 64 hexadecimal digits in lower case, as `sha256sum` prints them.
  package var hex: String { hexadecimal(bytes) }

  package static func == (left: Self, right: Self) -> Bool {
    left.words[0] == right.words[0] && left.words[1] == right.words[1] && left.words[2] == right.words[2]
      && left.words[3] == right.words[3]
  }

  package func hash(into hasher: inout Hasher) {
    // The bytes are as good as random already.
    hasher.combine(words[0])
  }
}

extension SHA256Digest: CustomStringConvertible {
  package var description: String { hex }
}

/// The bytes as hexadecimal digits in lower case.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
