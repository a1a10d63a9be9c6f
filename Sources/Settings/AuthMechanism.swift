/// The ways to log in, by their names in the configuration.
package enum AuthMechanism: String, Sendable, CaseIterable {
  case scramSHA256Plus = "scram-sha-256-plus"
  case scramSHA256 = "scram-sha-256"
  case scramSHA1Plus = "scram-sha-1-plus"
  case scramSHA1 = "scram-sha-1"
  case oauthbearer
  case xoauth2
  case external
  case plain
  case user
  case login
  case cramMD5 = "cram-md5"
  case apop

  /// True where what is sent is an access token of OAuth 2.0 and no password.
  package var takesToken: Bool {
    switch self {
    case .oauthbearer, .xoauth2: true
    case .scramSHA256Plus, .scramSHA256, .scramSHA1Plus, .scramSHA1, .external, .plain, .user, .login,
      .cramMD5,
      .apop:
      false
    }
  }
}
