import OpenSSL

/// What a certificate says of itself, for people; every text is printable ASCII.
package struct CertificateFacts: Sendable, Equatable {
  package let subject: String
  package let issuer: String
  /// The DNS names and addresses that it is for, the first 50 of them.
  package let names: [String]
  /// Seconds since 1970, UTC.
  package let notAfter: Int64
  /// The last day of its validity, as `2026-11-23`, UTC.
  package let lastDay: String
  /// SHA-256 of the public key, as 64 hexadecimal digits: what `"pin"` holds.
  package let pin: String

  init(_ certificate: CertificateDescription) {
    subject = certificate.subject
    issuer = certificate.issuer
    names = certificate.names
    notAfter = certificate.notAfter
    lastDay = CertificateDescription.day(certificate.notAfter)
    pin = certificate.publicKeyPin.hex
  }
}

extension ConnectStage {
  /// The stage in words: addresses, the address that answered, or version and cipher of TLS.
  package var summary: String {
    switch self {
    case .resolved(let addresses): addresses.joined(separator: ", ")
    case .connected(let address): address
    case .tls(let session): "\(session.version), \(session.cipher)"
    }
  }

  /// What the server showed in the TLS handshake, its own certificate first; empty for other stages.
  package var certificates: [CertificateFacts] {
    switch self {
    case .resolved, .connected: []
    case .tls(let session): session.chain.map(CertificateFacts.init)
    }
  }
}

extension SessionFailure {
  /// What the server showed in a TLS handshake that failed; empty where it showed nothing.
  package var certificates: [CertificateFacts] {
    guard case .connection(let connection) = code, case .tls(let failure) = connection.code else { return [] }
    return failure.chain.map(CertificateFacts.init)
  }

  /// True where the certificate is the trouble: who knows the server may trust its key alone.
  package var isAboutTrust: Bool {
    guard case .connection(let connection) = code, case .tls(let failure) = connection.code else {
      return false
    }
    switch failure.code {
    case .certificateExpired, .certificateNotYetValid, .hostNameMismatch, .untrusted, .selfSigned,
      .pinMismatch, .certificateRejected:
      return true
    case .ownCertificateRefused, .versionTooOld, .notTLS, .handshake, .protocolError, .closed, .system,
      .badCAFile, .badIdentity, .badHostName, .library:
      return false
    }
  }
}
