/// The 32 bytes of a SHA-256 hash (FIPS 180-4), held without an allocation.
package struct SHA256Digest: Hashable, Sendable {
  /// Bytes of a digest.
  package static let size = 32

  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The digest with these bytes; nil unless there are 32.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.size else { return nil }
    self = Array(bytes).withUnsafeBytes(Self.init(octets:))
  }

  /// The digest whose bytes `octets` begins with.
  init(octets: UnsafeRawBufferPointer) {
    words = octets.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
  }

  /// The 32 bytes, in the order of the standard.
  package var bytes: [UInt8] { withOctets { [UInt8]($0) } }

  /// Calls `body` with the 32 bytes, in the order of the standard.
  package func withOctets<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(of: words, body)
  }

  /// 64 hexadecimal digits in lower case, as `sha256sum` prints them.
  package var hex: String { hexadecimal(bytes) }

  package static func == (left: Self, right: Self) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) {
    // The bytes are as good as random already.
    hasher.combine(words.0)
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
