import COpenSSL

/// SHA-256 of bytes that come in pieces (FIPS 180-4).
package struct SHA256Hasher: ~Copyable {
  private let context: OpaquePointer

  /// A hasher that has seen no byte yet.
  package init() {
    guard Library.isReady, let context = EVP_MD_CTX_new(),
      EVP_DigestInit_ex2(context, Hash.Algorithm.sha256.method, nil) == 1
    else {
      fatalError("OpenSSL has no memory left for a hash")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
  }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: [UInt8]) { update(bytes.span.bytes) }

  /// The hash of all bytes taken in.
  package consuming func finish() -> SHA256Digest { digest() }

  /// The hash of all bytes taken in; what comes next is another text.
  package mutating func finishText() -> SHA256Digest {
    let result = digest()
    guard EVP_DigestInit_ex2(context, nil, nil) == 1 else {
      fatalError("OpenSSL has no memory left for a hash")
    }
    return result
  }

  private func digest() -> SHA256Digest {
    withUnsafeTemporaryAllocation(byteCount: SHA256Digest.size, alignment: 8) { buffer in
      var written: UInt32 = 0
      EVP_DigestFinal_ex(context, buffer.baseAddress, &written)
      guard written == SHA256Digest.size else { fatalError("OpenSSL gave no SHA-256") }
      return SHA256Digest(octets: UnsafeRawBufferPointer(buffer))
    }
  }
}
