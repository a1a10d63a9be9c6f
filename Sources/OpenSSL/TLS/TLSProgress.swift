/// How far a TLS operation on a non-blocking socket came.
package enum TLSProgress: Sendable, Equatable {
  /// Done; for reads and writes with this many bytes, at least one.
  case done(Int)
  /// Nothing was done: call again once the socket can be read.
  case wantsRead
  /// Nothing was done: call again once the socket can be written.
  case wantsWrite
  /// The peer ended its direction in order, with close_notify.
  case closed
}

/// What a handshake settled.
package struct TLSDescription: Sendable, Equatable {
  /// `TLSv1.2` or `TLSv1.3`.
  package let version: String
  /// The cipher suite in OpenSSL's name.
  package let cipher: String
  /// The peer's certificates as it sent them, its own first; empty on the server's side.
  package let chain: [CertificateDescription]
}
