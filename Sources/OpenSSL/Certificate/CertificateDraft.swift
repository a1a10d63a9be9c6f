import COpenSSL

/// A certificate that is not signed yet, and its new key.
final class CertificateDraft {
  private let certificate: OpaquePointer
  private let key: OpaquePointer

  init(commonName: String, notBefore: Int64, notAfter: Int64) throws(TLSFailure) {
    guard Library.isReady, let certificate = X509_new() else { throw TLSFailure(.library("no memory")) }
    guard let key = popkeep_new_key() else {
      X509_free(certificate)
      throw TLSFailure.library()
    }
    self.certificate = certificate
    self.key = key
    // No more than ub-common-name allows (RFC 5280, appendix A).
    let name = Array(commonName.utf8.prefix(64))
    let serial = X509_get_serialNumber(certificate)
    guard X509_set_version(certificate, 2) == 1,
      ASN1_INTEGER_set_uint64(serial, .random(in: 1..<1 << 63)) == 1,
      X509_set_pubkey(certificate, key) == 1,
      X509_NAME_add_entry_by_NID(
        X509_get_subject_name(certificate), NID_commonName, MBSTRING_UTF8, name, Int32(clamping: name.count),
        -1, 0) == 1,
      ASN1_TIME_set(X509_getm_notBefore(certificate), time_t(clamping: notBefore)) != nil,
      ASN1_TIME_set(X509_getm_notAfter(certificate), time_t(clamping: notAfter)) != nil
    else { throw TLSFailure.library() }
  }

  deinit {
    X509_free(certificate)
    EVP_PKEY_free(key)
  }

  /// `name` as OpenSSL's configuration writes it: an address where its letters can only be one.
  static func alternative(_ name: String) throws(TLSFailure) -> String {
    let address = a2i_IPADDRESS(name)
    defer { ASN1_STRING_free(address) }
    let isName = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") }
    guard isName, !name.isEmpty else { throw TLSFailure(.badHostName) }
    return address == nil ? "DNS:\(name)" : "IP:\(name)"
  }

  func add(_ extensions: [(kind: Int32, value: String)]) throws(TLSFailure) {
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
    for entry in extensions {
      guard let made = X509V3_EXT_conf_nid(nil, &context, entry.kind, entry.value) else { throw .library() }
      defer { X509_EXTENSION_free(made) }
      guard X509_add_ext(certificate, made, -1) == 1 else { throw .library() }
    }
  }

  /// Signs it with the issuer's key (nil: with its own) and writes both down.
  func signed(by issuer: (certificate: OpaquePointer, key: OpaquePointer)?) throws(TLSFailure)
    -> TLSIdentity
  {
    let name = X509_get_subject_name(issuer?.certificate ?? certificate)
    var text = MemoryBuffer()
    var secret = MemoryBuffer()
    guard X509_set_issuer_name(certificate, name) == 1,
      X509_sign(certificate, issuer?.key ?? key, EVP_sha256()) > 0,
      PEM_write_bio_X509(text.bio, certificate) == 1,
      PEM_write_bio_PKCS8PrivateKey(secret.bio, key, nil, nil, 0, nil, nil) == 1
    else { throw TLSFailure.library() }
    return TLSIdentity(certificates: text.take(), privateKey: secret.take())
  }
}
