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

  func withOctets<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(of: words, body)
  }

  package static func == (one: Self, other: Self) -> Bool { one.words == other.words }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
