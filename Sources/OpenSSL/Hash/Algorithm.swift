import COpenSSL

extension Hash {
  /// A hash function (FIPS 180-4).
  package enum Algorithm: Sendable {
    /// For SCRAM-SHA-1 (RFC 5802); proof of nothing else.
    case sha1
    case sha256

    /// Bytes of its digests.
    package var size: Int {
      switch self {
      case .sha1: 20
      case .sha256: 32
      }
    }

    /// Looked up once and kept for the life of the process: the look-up costs more than hashing a short text.
    var method: OpaquePointer {
      switch self {
      case .sha1: Self.fetchedSHA1
      case .sha256: Self.fetchedSHA256
      }
    }

    private nonisolated(unsafe) static let fetchedSHA1 = fetch("SHA1")
    private nonisolated(unsafe) static let fetchedSHA256 = fetch("SHA256")

    private static func fetch(_ name: String) -> OpaquePointer {
      guard let method = EVP_MD_fetch(nil, name, nil) else { fatalError("OpenSSL offers no \(name)") }
      return method
    }
  }
}
