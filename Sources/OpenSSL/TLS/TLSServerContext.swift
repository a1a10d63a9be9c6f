import COpenSSL

/// What all TLS connections of a server share: its certificate, TLS 1.2 at least, no resumption.
package final class TLSServerContext: @unchecked Sendable {
  // OpenSSL counts references to a context itself and locks it where threads share it.
  let pointer: OpaquePointer

  package init(identity: TLSIdentity) throws(TLSFailure) {
    ERR_clear_error()
    guard Library.isReady, let pointer = SSL_CTX_new(TLS_server_method()) else { throw .library() }
    self.pointer = pointer
    guard popkeep_configure(pointer) == 1 else { throw .library() }
    try identity.withObjects { certificates, key throws(TLSFailure) in
      guard SSL_CTX_use_certificate(pointer, certificates[0]) == 1, SSL_CTX_use_PrivateKey(pointer, key) == 1,
        certificates.dropFirst().allSatisfy({ popkeep_add_chain_certificate(pointer, $0) == 1 })
      else { throw .library() }
    }
  }

  deinit { SSL_CTX_free(pointer) }
}
