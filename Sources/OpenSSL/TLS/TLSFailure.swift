/// Why a TLS connection is not to be had, or not to be trusted.
package struct TLSFailure: Error, Sendable, Equatable {
  package enum Code: Sendable, Equatable {
    /// A certificate of the chain has expired, or this machine's clock is ahead.
    case certificateExpired
    /// A certificate of the chain is not valid yet, or this machine's clock is behind.
    case certificateNotYetValid
    /// The certificate is for other names, these.
    case hostNameMismatch([String])
    /// No trusted authority vouches for the chain.
    case untrusted
    /// The server's certificate is signed by itself and not among the trusted ones.
    case selfSigned
    /// The server's key is none of those that are pinned.
    case pinMismatch
    /// The server wants another certificate of this side, or one at all; in OpenSSL's words.
    case ownCertificateRefused(String)
    /// Any other fault that verification finds, in OpenSSL's words.
    case certificateRejected(String)
    /// The server has TLS 1.1 or older only.
    case versionTooOld
    /// What the server sends is no TLS.
    case notTLS
    /// No handshake, in OpenSSL's words.
    case handshake(String)
    /// Broken records after the handshake, in OpenSSL's words.
    case protocolError(String)
    /// The connection ended without close_notify: what was read may be cut short (RFC 8446 §6.1).
    case closed
    /// A system call on the socket failed with this errno.
    case system(Int32)
    /// The CA file at this path cannot be read or holds no certificate.
    case badCAFile(String)
    /// The certificate and key of this side do not parse or do not belong together.
    case badIdentity
    /// A host name that no certificate can be for.
    case badHostName
    /// OpenSSL itself failed, in its words.
    case library(String)
  }

  package let code: Code
  /// The host as it was asked for; empty on the server's side.
  package let host: String
  /// What the peer sent as its certificates, its own first; empty before it sent any.
  package let chain: [CertificateDescription]

  init(_ code: Code, host: String = "", chain: [CertificateDescription] = []) {
    self.code = code
    self.host = String(decoding: host.utf8.prefix(260), as: UTF8.self)
    self.chain = chain
  }
}

extension TLSFailure: CustomStringConvertible {
  /// One sentence without its full stop: what is wrong and what to do.
  package var description: String {
    let peer = host.isEmpty ? "the other side" : printable(host.utf8)
    switch code {
    case .certificateExpired, .certificateNotYetValid, .hostNameMismatch, .untrusted, .selfSigned,
      .pinMismatch, .certificateRejected:
      return certificateSentence(peer)
    case .ownCertificateRefused(let reason):
      return "\(peer) does not take this side's certificate (\(reason)): check \"clientCertificate\""
    case .versionTooOld:
      return
        "\(peer) offers no TLS newer than 1.1, which is not safe: its operator must switch on TLS 1.2 or 1.3"
    case .notTLS:
      return
        "what \(peer) sends is not TLS: check the port (995 for implicit TLS, 110 for STLS) and the kind of TLS"
    case .handshake(let reason):
      return "no TLS handshake with \(peer) (\(reason)): check host, port and the kind of TLS"
    case .protocolError(let reason): return "the TLS connection to \(peer) broke (\(reason)): try again"
    case .closed: return "\(peer) ended the TLS connection without saying so (no close_notify): try again"
    case .system(let errno):
      return "the TLS connection to \(peer) failed with system error \(errno): try again"
    case .badCAFile(let path):
      return "the CA file \(printable(path.utf8)) cannot be read or holds no certificate: name a PEM file"
    case .badIdentity:
      return
        "the certificate and its key cannot be used: both must be PEM without a passphrase, and belong together"
    case .badHostName: return "\"\(peer)\" is no host name that a certificate can be for: check the spelling"
    case .library(let reason): return "OpenSSL failed: \(reason)"
    }
  }

  private func certificateSentence(_ peer: String) -> String {
    let certificate = "the certificate of \(peer)"
    switch code {
    case .certificateExpired:
      let date = chain.map(\.notAfter).min().map { " (\(CertificateDescription.day($0)))" } ?? ""
      return
        "\(certificate) has expired\(date): its operator must renew it, unless this machine's clock is wrong"
    case .certificateNotYetValid:
      let date = chain.map(\.notBefore).max().map { " before \(CertificateDescription.day($0))" } ?? " yet"
      return "\(certificate) is not valid\(date): set this machine's clock, or ask the server's operator"
    case .hostNameMismatch(let names):
      let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
      return "\(certificate) is for \(shown.isEmpty ? "no name at all" : shown): "
        + "write the host as the certificate has it, if the provider says so"
    case .untrusted:
      return
        "\(certificate) comes from \(chain.last?.issuer ?? "an authority"), which this machine does not trust: "
        + "install ca-certificates, or name the authority's PEM file as caFile if you trust it"
    case .selfSigned:
      return "\(certificate) is signed by itself: if you trust it, save it and name it as caFile"
    case .pinMismatch:
      return
        "\(certificate) has another key than the pinned: somebody may be in the line; if its operator has "
        + "changed the key, pin the new one"
    case .certificateRejected(let reason):
      return "\(certificate) is refused (\(reason)): its operator must replace it"
    case .ownCertificateRefused, .versionTooOld, .notTLS, .handshake, .protocolError, .closed, .system,
      .badCAFile, .badIdentity, .badHostName, .library:
      return certificate
    }
  }
}
