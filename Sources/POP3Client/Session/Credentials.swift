package import POP3

/// Who logs in, and how the secret may travel.
package struct Credentials: Sendable {
  package enum Mechanism: Sendable, Equatable {
    /// The strongest that both sides have.
    case automatic
    /// SASL SCRAM (RFC 5802, RFC 7677): neither side gives the password away, and each proves that it knows it.
    /// - Parameter isBound: tied to the TLS connection (`-PLUS`), so that nobody in the middle can use it.
    case scram(SCRAMVariant, isBound: Bool)
    /// SASL OAUTHBEARER (RFC 7628): the secret is an access token.
    case oauthbearer
    /// SASL XOAUTH2: the secret is an access token.
    case xoauth2
    /// SASL EXTERNAL (RFC 4422, appendix A): who this side is, its certificate says.
    case external
    /// SASL PLAIN (RFC 4616).
    case plain
    /// USER and PASS (RFC 1939).
    case user
    /// SASL LOGIN.
    case login
    /// SASL CRAM-MD5 (RFC 2195): the secret stays here.
    case cramMD5
    /// The digest of timestamp and password (RFC 1939): the secret stays here.
    case apop
  }

  /// What the secret is.
  package enum Kind: Sendable, Equatable {
    case password
    /// An access token of OAuth 2.0.
    case token
    /// Nothing: the certificate of the TLS handshake is enough.
    case certificate
  }

  package let user: String
  package let secret: Secret
  package let kind: Kind
  package let mechanism: Mechanism
  /// The user wrote that the log-in may go over a line without encryption.
  package let allowPlaintext: Bool

  package init(
    user: String, secret: Secret, kind: Kind = .password, mechanism: Mechanism = .automatic,
    allowPlaintext: Bool = false
  ) {
    self.user = user
    self.secret = secret
    self.kind = kind
    self.mechanism = mechanism
    self.allowPlaintext = allowPlaintext
  }
}
