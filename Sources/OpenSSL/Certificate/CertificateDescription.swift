import COpenSSL

/// What a certificate says of itself, as text that is safe on a terminal.
package struct CertificateDescription: Sendable, Equatable {
  /// The distinguished name after RFC 2253, such as `CN=pop.example.org,O=Example`.
  package let subject: String
  package let issuer: String
  /// Seconds since 1970, UTC.
  package let notBefore: Int64
  /// Seconds since 1970, UTC.
  package let notAfter: Int64
  /// The DNS names and IP addresses it is for, the first 50 of them.
  package let names: [String]
  /// SHA-256 of the public key (SubjectPublicKeyInfo, as RFC 7469 §2.4 pins it).
  package let publicKeyPin: SHA256Digest

  package var isSelfIssued: Bool { subject == issuer }

  init(_ certificate: OpaquePointer) {
    subject = Self.text(of: X509_get_subject_name(certificate))
    issuer = Self.text(of: X509_get_issuer_name(certificate))
    notBefore = Self.seconds(X509_get0_notBefore(certificate))
    notAfter = Self.seconds(X509_get0_notAfter(certificate))
    names = Self.alternativeNames(of: certificate)
    publicKeyPin = Self.pin(of: certificate)
  }

  private static func text(of name: OpaquePointer?) -> String {
    var buffer = MemoryBuffer()
    popkeep_print_name(buffer.bio, name)
    return buffer.takeLine()
  }

  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
    let epoch = ASN1_TIME_set(nil, 0)
    defer { ASN1_STRING_free(epoch) }
    var days: Int32 = 0
    var seconds: Int32 = 0
    guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return 0 }
    return Int64(days) * 86_400 + Int64(seconds)
  }

  private static func alternativeNames(of certificate: OpaquePointer) -> [String] {
    guard let extensions = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return [] }
    let names = OpaquePointer(extensions)
    defer { GENERAL_NAMES_free(names) }
    return (0..<min(50, max(0, popkeep_name_count(names)))).compactMap { index in
      guard let name = popkeep_name(names, index) else { return nil }
      var buffer = MemoryBuffer()
      GENERAL_NAME_print(buffer.bio, name)
      let line = buffer.takeLine()
      for prefix in ["DNS:", "IP Address:"] where line.hasPrefix(prefix) {
        return String(line.dropFirst(prefix.count))
      }
      return nil
    }
  }

  private static func pin(of certificate: OpaquePointer) -> SHA256Digest {
    var encoded: UnsafeMutablePointer<UInt8>?
    let size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded)
    defer { CRYPTO_free(encoded, nil, 0) }
    return Hash.sha256(Array(UnsafeBufferPointer(start: encoded, count: Int(max(0, size)))))
  }
}

extension CertificateDescription {
  /// The day of a time in seconds since 1970, as `2026-11-23`, UTC.
  package static func day(_ seconds: Int64) -> String {
    let time = ASN1_TIME_set(nil, time_t(clamping: seconds))
    let general = ASN1_TIME_to_generalizedtime(time, nil)
    defer {
      ASN1_STRING_free(time)
      ASN1_STRING_free(general)
    }
    guard let digits = ASN1_STRING_get0_data(general), ASN1_STRING_length(general) >= 8 else { return "?" }
    let text = String(decoding: UnsafeBufferPointer(start: digits, count: 8), as: UTF8.self)
    return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.dropFirst(6))"
  }
}
