import POP3Client

/// What a handshake settled and showed, as a check tells it.
enum TLSFinding {
  /// Days before its end from which on a certificate is worth a word: authorities renew theirs well before.
  private static let fewDays: Int64 = 14

  static func of(_ stage: ConnectStage, now: Int64) -> CheckFinding {
    guard let own = stage.certificates.first else { return CheckFinding(text: stage.summary) }
    let days = max(0, (own.notAfter - now) / 86_400)
    var finding = CheckFinding(
      text: "\(stage.summary), certificate valid until \(own.lastDay) (\(days) days)",
      details: chain(stage.certificates) + ["key: \(own.pin)"])
    if days < fewDays {
      finding.notes.append("The certificate ends in \(days) days; its operator must renew it before.")
    }
    return finding
  }

  /// What is known of a server that is not trusted, and how to trust it all the same.
  static func of(_ failure: SessionFailure) -> [String] {
    guard let own = failure.certificates.first else { return [] }
    guard failure.isAboutTrust else { return chain(failure.certificates) }
    return chain(failure.certificates) + [
      "If you know by another way that this is your server's key, trust it alone:",
      "  \"pin\": \"\(own.pin)\"",
    ]
  }

  private static func chain(_ certificates: [CertificateFacts]) -> [String] {
    guard let own = certificates.first else { return [] }
    let names = own.names.prefix(8).joined(separator: ", ") + (own.names.count > 8 ? ", …" : "")
    return certificates.map { "\($0.subject) by \($0.issuer), until \($0.lastDay)" }
      + ["for: \(names.isEmpty ? "no name" : names)"]
  }
}
