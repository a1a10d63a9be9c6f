import COpenSSL

/// Makes certificates with EC P-256 keys in memory, for the demonstration and for tests.
package enum CertificateMaker {
  /// An authority of one's own, valid from a day before `now` (seconds since 1970) for `days` after it.
  package static func authority(commonName: String, now: Int64, days: Int64) throws(TLSFailure) -> TLSIdentity
  {
    let draft = try CertificateDraft(
      commonName: commonName, notBefore: now - 86_400, notAfter: now + days * 86_400)
    try draft.add([
      (NID_basic_constraints, "critical,CA:TRUE"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
      (NID_subject_key_identifier, "hash"),
    ])
    return try draft.signed(by: nil)
  }

  /// A server's certificate for DNS names and IP addresses, signed by `issuer`; times in seconds since 1970.
  package static func leaf(
    names: [String], issuer: TLSIdentity, notBefore: Int64, notAfter: Int64
  ) throws(TLSFailure) -> TLSIdentity {
    let draft = try server(names, notBefore, notAfter)
    return try issuer.withObjects { certificates, key throws(TLSFailure) in
      try draft.signed(by: (certificates[0], key))
    }
  }

  /// A server's certificate that nobody vouches for but itself.
  package static func selfSigned(
    names: [String], notBefore: Int64, notAfter: Int64
  ) throws(TLSFailure) -> TLSIdentity {
    try server(names, notBefore, notAfter).signed(by: nil)
  }

  /// A person's certificate, with which a client shows who it is, signed by `issuer`; times in seconds since 1970.
  package static func client(
    name: String, issuer: TLSIdentity, notBefore: Int64, notAfter: Int64
  ) throws(TLSFailure) -> TLSIdentity {
    let draft = try CertificateDraft(commonName: name, notBefore: notBefore, notAfter: notAfter)
    try draft.add([
      (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
      (NID_ext_key_usage, "clientAuth"), (NID_subject_key_identifier, "hash"),
    ])
    return try issuer.withObjects { certificates, key throws(TLSFailure) in
      try draft.signed(by: (certificates[0], key))
    }
  }

  private static func server(
    _ names: [String], _ notBefore: Int64, _ notAfter: Int64
  ) throws(TLSFailure) -> CertificateDraft {
    let draft = try CertificateDraft(commonName: names.first ?? "", notBefore: notBefore, notAfter: notAfter)
    let alternatives = try names.map { name throws(TLSFailure) in try CertificateDraft.alternative(name) }
    try draft.add([
      (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
      (NID_ext_key_usage, "serverAuth"), (NID_subject_key_identifier, "hash"),
      (NID_subject_alt_name, alternatives.joined(separator: ",")),
    ])
    return draft
  }
}
