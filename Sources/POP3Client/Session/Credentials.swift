package import POP3

/// Who logs in, and how the secret may travel.
package struct Credentials: Sendable {
  package enum Mechanism: Sendable, Equatable {
    /// The strongest that both sides have.
    case automatic
    /// USER and PASS (RFC 1939).
    case user
    /// The digest of timestamp and password (RFC 1939): the secret stays here.
    case apop
    /// SASL PLAIN (RFC 4616).
    case plain
    /// SASL LOGIN.
    case login
    /// SASL XOAUTH2: the secret is an access token.
    case xoauth2
  }

  package let user: String
  package let secret: Secret
  package let mechanism: Mechanism
  /// The user wrote that the log-in may go over a line without encryption.
  package let allowPlaintext: Bool

  package init(user: String, secret: Secret, mechanism: Mechanism = .automatic, allowPlaintext: Bool = false)
  {
    self.user = user
    self.secret = secret
    self.mechanism = mechanism
    self.allowPlaintext = allowPlaintext
  }
}
