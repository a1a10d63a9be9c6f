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
    (high, low) = bytes.withUnsafeBytes {
      (
        UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
        UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
      )
    }
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
    [UInt8](unsafeUninitializedCapacity: Self.size) { bytes, count in
      let raw = UnsafeMutableRawBufferPointer(bytes)
      raw.storeBytes(of: high.bigEndian, as: UInt64.self)
      raw.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt16.self)
      count = Self.size
    }
  }

  public var text: String {
    String(unsafeUninitializedCapacity: Self.textLength) { write(to: UnsafeMutableRawBufferPointer($0)) }
  }

  /// Characters of a tag as text.
  static let textLength = 16

  /// Writes the text to the beginning of `characters`, and returns its length.
  func write(to characters: UnsafeMutableRawBufferPointer) -> Int {
    var bits = (high: high, low: low)
    for index in (0..<Self.textLength).reversed() {
      let value = UInt8(bits.low & 31)
      characters[index] = value < 26 ? UInt8(ascii: "a") + value : UInt8(ascii: "2") + value - 26
      bits.low = bits.low >> 5 | UInt16(truncatingIfNeeded: bits.high & 31) << 11
      bits.high >>= 5
    }
    return Self.textLength
  }

  public var description: String { text }
}
