import OpenSSL

extension DemoServer {
  /// Starts a server with a made mailbox, over TLS on 127.0.0.1, with a certificate made on the spot.
  ///
  /// - Parameter now: dates the certificate, in seconds since 1970 UTC.
  /// - Returns: the server, and its certificate in PEM: trusting it is trusting this server alone.
  package static func start(
    _ mailbox: MadeMailbox, user: User, now: Int64
  ) throws -> (server: DemoServer, certificate: [UInt8]) {
    let identity = try CertificateMaker.selfSigned(
      names: ["127.0.0.1", "localhost"], notBefore: now - 3_600, notAfter: now + 7 * 86_400)
    let messages = mailbox.messages.map { message in
      ServedMessage(uid: message.uid, octets: message.octets) { try message.write($0) }
    }
    return (
      try start(messages: messages, users: [user], security: .implicit(identity)), identity.certificates
    )
  }
}
