import COpenSSL

/// A certificate and its private key, both in PEM: what a server shows, or what an authority signs with.
package struct TLSIdentity: Sendable {
  /// The certificate, and after it those that lead to its authority.
  package let certificates: [UInt8]
  /// The private key: a secret.
  package let privateKey: [UInt8]

  package init(certificates: [UInt8], privateKey: [UInt8]) {
    self.certificates = certificates
    self.privateKey = privateKey
  }
}

extension TLSIdentity: CustomStringConvertible {
  package var description: String { "TLSIdentity" }
}

extension TLSIdentity {
  /// Runs `body` with the certificates, the first one's owner first, and the key.
  func withObjects<Value>(
    _ body: (_ certificates: [OpaquePointer], _ key: OpaquePointer) throws(TLSFailure) -> Value
  ) throws(TLSFailure) -> Value {
    ERR_clear_error()
    let text = MemoryBuffer(certificates)
    var chain: [OpaquePointer] = []
    defer { for certificate in chain { X509_free(certificate) } }
    while let certificate = PEM_read_bio_X509(text.bio, nil, nil, nil) { chain.append(certificate) }
    // An encrypted key is refused; without the function OpenSSL would ask the terminal.
    let secret = MemoryBuffer(privateKey)
    let key = PEM_read_bio_PrivateKey(secret.bio, nil, { _, _, _, _ in -1 }, nil)
    defer { EVP_PKEY_free(key) }
    ERR_clear_error()
    guard let key, let first = chain.first, X509_check_private_key(first, key) == 1 else {
      throw TLSFailure(.badIdentity)
    }
    return try body(chain, key)
  }
}
