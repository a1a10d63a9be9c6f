import COpenSSL
import Glibc

/// Whose certificates are believed.
package enum TLSTrust: Sendable, Equatable {
  /// The authorities of the system's trust store.
  case systemRoots
  /// Only the certificates in the PEM file at this path: authorities, or a server's own.
  case caFile(String)
  /// Only these keys, whatever the certificate around them says; 16 at the most.
  case keys([SHA256Digest])
}

/// What all TLS connections of a client share: TLS 1.2 at least, certificate and host name verified always.
package final class TLSClientContext: @unchecked Sendable {
  // OpenSSL counts references to a context itself and locks it where threads share it.
  let pointer: OpaquePointer
  /// What the verification by pins reads as long as there are connections.
  private let pins: UnsafeMutablePointer<popkeep_pins>?

  /// Reads the trusted certificates; throws `.badCAFile` where there are none.
  package init(trust: TLSTrust) throws(TLSFailure) {
    ERR_clear_error()
    guard Library.isReady, let pointer = SSL_CTX_new(TLS_client_method()) else { throw .library() }
    self.pointer = pointer
    pins = Self.pins(trust)
    guard popkeep_configure(pointer) == 1 else { throw .library() }
    SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
    SSL_CTX_set_cert_verify_callback(pointer, popkeep_verify, nil)
    switch trust {
    case .systemRoots:
      guard SSL_CTX_set_default_verify_paths(pointer) == 1 else { throw .library() }
    case .caFile(let path):
      // A pipe or a device would be waited for without end.
      var status = stat()
      let isFile = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      let isRead = isFile && SSL_CTX_load_verify_file(pointer, path) == 1
      ERR_clear_error()
      guard isRead else { throw TLSFailure(.badCAFile(path)) }
      // A server's own certificate in the file is enough, also where an authority signed it.
      X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(pointer), UInt(X509_V_FLAG_PARTIAL_CHAIN))
    case .keys: SSL_CTX_set_cert_verify_callback(pointer, popkeep_verify_pins, pins)
    }
  }

  deinit {
    SSL_CTX_free(pointer)
    pins?.deallocate()
  }

  private static func pins(_ trust: TLSTrust) -> UnsafeMutablePointer<popkeep_pins>? {
    guard case .keys(let digests) = trust else { return nil }
    let pins = UnsafeMutablePointer<popkeep_pins>.allocate(capacity: 1)
    pins.initialize(to: popkeep_pins())
    withUnsafeMutableBytes(of: &pins.pointee.digests) { octets in
      for (place, digest) in digests.prefix(16).enumerated() {
        digest.withOctets { octets[(place * 32)...].copyBytes(from: $0) }
      }
    }
    pins.pointee.count = min(16, digests.count)
    return pins
  }
}
