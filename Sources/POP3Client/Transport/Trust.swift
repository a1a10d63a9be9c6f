import OpenSSL

// What callers need to say and know of TLS without touching OpenSSL's own face.

extension Endpoint {
  /// - Parameters:
  ///   - caFile: a PEM file of the authorities to trust instead of the system's.
  ///   - pins: SHA-256 of the keys of which the server must show one, 32 octets each; they replace all other trust.
  package init(
    host: String, port: UInt16, security: Security, caFile: String?, pins: [[UInt8]] = [],
    identity: ClientIdentity? = nil, route: Route = .direct
  ) {
    let keys = pins.compactMap { SHA256Digest(bytes: $0) }
    let trust = pins.isEmpty ? caFile.map { .caFile($0) } ?? TLSTrust.systemRoots : .keys(keys)
    self.init(host: host, port: port, security: security, trust: trust, identity: identity, route: route)
  }
}

extension ConnectionFailure {
  /// True for a fault of this side's own certificates: no server had a part in it.
  package var isOwnTrust: Bool {
    if case .identity = code { return true }
    guard case .tls(let failure) = code else { return false }
    switch failure.code {
    case .badCAFile, .badIdentity: return true
    case .certificateExpired, .certificateNotYetValid, .hostNameMismatch, .untrusted, .selfSigned,
      .pinMismatch, .ownCertificateRefused, .certificateRejected, .versionTooOld, .notTLS, .handshake,
      .protocolError, .closed, .system,
      .badHostName, .library:
      return false
    }
  }
}
