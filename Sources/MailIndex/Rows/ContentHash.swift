/// A SHA-256 hash: 32 octets, held without an allocation.
package struct ContentHash: Hashable, Sendable {
  /// The octets that a hash has.
  package static let count = 32

  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The hash with these octets; nil where they are not 32.
  package init?(bytes: [UInt8]) {
    guard let hash = bytes.withUnsafeBytes(Self.init(octets:)) else { return nil }
    self = hash
  }

  /// The hash with these octets; nil where they are not 32.
  package init?(octets: UnsafeRawBufferPointer) {
    guard octets.count == Self.count else { return nil }
    words = octets.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
  }

  /// The 32 octets.
  package var bytes: [UInt8] { withOctets { [UInt8]($0) } }

  /// 64 hexadecimal digits in lower case, as `sha256sum` prints them.
  package var hex: String {
    String(unsafeUninitializedCapacity: 2 * Self.count) { digits in
      withOctets { octets in
        for (index, octet) in octets.enumerated() {
          digits[2 * index] = Self.digit(octet >> 4)
          digits[2 * index + 1] = Self.digit(octet & 15)
        }
      }
      return 2 * Self.count
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

  /// The hash that 64 hexadecimal digits give; nil for anything else.
  package init?(hex: some Collection<UInt8>) {
    guard hex.count == 2 * Self.count else { return nil }
    var octets: [UInt8] = []
    octets.reserveCapacity(Self.count)
    var high: UInt8?
    for digit in hex {
      guard let value = Self.value(digit) else { return nil }
      if let first = high {
        octets.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    self.init(bytes: octets)
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 97...102: digit - 87
    case 65...70: digit - 55
    case _: nil
    }
  }

  package func withOctets<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(of: words, body)
  }

  package static func == (one: Self, other: Self) -> Bool { one.words == other.words }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
