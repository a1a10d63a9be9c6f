package import OpenSSL

/// What a connection that is being opened has reached.
package enum ConnectStage: Sendable, Equatable {
  /// The name has these addresses, in the order in which they are tried.
  case resolved([String])
  /// This address answered first.
  case connected(String)
  /// The TLS handshake is done, certificate and host name verified.
  case tls(TLSDescription)
}
