import COpenSSL

extension TLSFailure {
  /// The oldest error in OpenSSL's queue of this thread, which is emptied.
  static func library() -> TLSFailure { TLSFailure(.library(takeReason())) }

  /// Why a handshake or a transfer failed, where OpenSSL says no more than "SSL error".
  ///
  /// Call it right after the failure: the queue of errors belongs to the thread.
  static func ssl(_ ssl: OpaquePointer, host: String, inHandshake: Bool) -> TLSFailure {
    let reason = ERR_GET_REASON(ERR_peek_error())
    let verification = Int32(clamping: SSL_get_verify_result(ssl))
    let chain = CertificateDescription.chain(of: ssl)
    if inHandshake, reason == SSL_R_CERTIFICATE_VERIFY_FAILED {
      ERR_clear_error()
      return TLSFailure(verificationCode(verification, chain), host: host, chain: chain)
    }
    let text = takeReason()
    return TLSFailure(protocolCode(reason, text, inHandshake), host: host, chain: chain)
  }

  private static func protocolCode(_ reason: Int32, _ text: String, _ inHandshake: Bool) -> Code {
    switch reason {
    case SSL_R_UNEXPECTED_EOF_WHILE_READING: .closed
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED, SSL_R_TLSV1_ALERT_UNKNOWN_CA,
      SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED,
      SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED, SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN,
      SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
      .ownCertificateRefused(text)
    case _ where !inHandshake: .protocolError(text)
    case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION: .versionTooOld
    case SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST: .notTLS
    default: .handshake(text)
    }
  }

  private static func verificationCode(_ result: Int32, _ chain: [CertificateDescription]) -> Code {
    switch result {
    case X509_V_ERR_CERT_HAS_EXPIRED: .certificateExpired
    case X509_V_ERR_CERT_NOT_YET_VALID: .certificateNotYetValid
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
      .hostNameMismatch(chain.first?.names ?? [])
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: .selfSigned
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
      X509_V_ERR_CERT_UNTRUSTED:
      .untrusted
    case X509_V_ERR_APPLICATION_VERIFICATION: .pinMismatch
    default: .certificateRejected(String(cString: X509_verify_cert_error_string(Int(result))))
    }
  }

  private static func takeReason() -> String {
    let error = ERR_get_error()
    ERR_clear_error()
    return ERR_reason_error_string(error).map { String(cString: $0) } ?? "error \(error)"
  }
}

extension CertificateDescription {
  /// The certificates that the peer showed, the first 10 of them.
  static func chain(of ssl: OpaquePointer) -> [CertificateDescription] {
    (0..<min(10, max(0, popkeep_chain_count(ssl)))).compactMap { index in
      popkeep_chain_certificate(ssl, index).map(CertificateDescription.init)
    }
  }
}
