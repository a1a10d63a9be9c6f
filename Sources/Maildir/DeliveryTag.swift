/// Says which unique-id a file was delivered for: the first 80 bits of the SHA-256 of the unique-id.
///
/// As text: 16 characters of lower-case base32 (RFC 4648 §6) without padding, which every file system keeps.
public struct DeliveryTag: Hashable, Sendable, CustomStringConvertible {
  /// Octets of a tag.
  public static let size = 10

  private let high: UInt64
  private let low: UInt16

  /// A tag of exactly ten octets; nil for any other number of them.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.size else { return nil }
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt16($1) }
  }

  /// A tag from the text that `text` gives; nil for anything else, capital letters among it.
  public init?(text: some StringProtocol) {
    guard text.utf8.count == 16 else { return nil }
    var bits: (high: UInt64, low: UInt16) = (0, 0)
    for character in text.utf8 {
      let value: UInt8
      switch character {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a")
      case UInt8(ascii: "2")...UInt8(ascii: "7"): value = character - UInt8(ascii: "2") + 26
      default: return nil
      }
      bits.high = bits.high << 5 | UInt64(bits.low >> 11)
      bits.low = bits.low << 5 | UInt16(value)
    }
    high = bits.high
    low = bits.low
  }

  public var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
      + [UInt8(truncatingIfNeeded: low >> 8), UInt8(truncatingIfNeeded: low)]
  }

  public var text: String {
    String(unsafeUninitializedCapacity: 16) { characters in
      var bits = (high: high, low: low)
      for index in (0..<16).reversed() {
        let value = UInt8(bits.low & 31)
        characters[index] = value < 26 ? UInt8(ascii: "a") + value : UInt8(ascii: "2") + value - 26
        bits.low = bits.low >> 5 | UInt16(truncatingIfNeeded: bits.high & 31) << 11
        bits.high >>= 5
      }
      return 16
    }
  }

  public var description: String { text }
}
