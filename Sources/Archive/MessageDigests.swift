import OpenSSL

/// Hashes a message as it passes, whole and its header alone, and keeps the header lines for the envelope.
struct MessageDigests: ~Copyable {
  /// Octets of a header that are kept; what is beyond is hashed all the same.
  private static let headerLimit = 256 << 10

  private var content = SHA256Hasher()
  private var header = HeaderHasher()
  private let keepsHeader: Bool
  private(set) var headerLines: [UInt8] = []
  /// Octets in wire form so far.
  private(set) var octets: Int64 = 0

  init(keepingHeader: Bool) { keepsHeader = keepingHeader }

  /// Takes the next octets of the wire form in, cut anywhere.
  mutating func update(_ bytes: RawSpan) {
    octets += Int64(bytes.byteCount)
    content.update(bytes)
    guard !header.isComplete else { return }
    let before = header.count
    let fields = header.update(bytes)
    guard keepsHeader, headerLines.count < Self.headerLimit else { return }
    // A CR that an earlier piece had ended with turned out to be text.
    if header.count - before > fields { headerLines.append(13) }
    bytes.extracting(first: min(fields, Self.headerLimit - headerLines.count)).withUnsafeBytes {
      headerLines.append(contentsOf: $0.assumingMemoryBound(to: UInt8.self))
    }
  }

  consuming func finish() -> (content: SHA256Digest, header: HeaderHash) {
    (content.finish(), header.finish())
  }
}
