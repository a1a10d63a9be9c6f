import OpenSSL

// What callers need to say and know of TLS without touching OpenSSL's own face.

extension Endpoint {
  /// - Parameter caFile: a PEM file of the authorities to trust instead of the system's.
  package init(host: String, port: UInt16, security: Security, caFile: String?) {
    self.init(host: host, port: port, security: security, trust: caFile.map { .caFile($0) } ?? .systemRoots)
  }
}

extension ConnectionFailure {
  /// True for a fault of this side's own certificates: no server had a part in it.
  package var isOwnTrust: Bool {
    guard case .tls(let failure) = code else { return false }
    switch failure.code {
    case .badCAFile, .badIdentity: return true
    case .certificateExpired, .certificateNotYetValid, .hostNameMismatch, .untrusted, .selfSigned,
      .certificateRejected, .versionTooOld, .notTLS, .handshake, .protocolError, .closed, .system,
      .badHostName, .library:
      return false
    }
  }
}

extension ConnectStage {
  /// The stage in words: addresses, the address that answered, or what TLS settled and until when the
  /// certificate is valid.
  package var summary: String {
    switch self {
    case .resolved(let addresses): return addresses.joined(separator: ", ")
    case .connected(let address): return address
    case .tls(let session):
      guard let own = session.chain.first else { return "\(session.version), \(session.cipher)" }
      return "\(session.version), \(session.cipher); certificate of \(own.subject) by \(own.issuer), "
        + "valid until \(CertificateDescription.day(own.notAfter))"
    }
  }
}
