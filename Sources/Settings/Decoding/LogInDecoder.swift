/// Reads how to log in: the mechanism, and what is shown to it.
struct LogInDecoder {
  let place: FilePlace
  let mode: UInt32?

  struct LogIn {
    var auth: AuthMechanism?
    var password: PasswordSource?
    var oauth: OAuthSettings?
  }

  func logIn(in fields: Fields) throws(ConfigurationFailure) -> LogIn {
    var logIn = LogIn(
      auth: try fields.word("auth", AuthMechanism.self),
      password: try PasswordDecoder(place: place, mode: mode).source(in: fields),
      oauth: try OAuthDecoder(place: place, mode: mode).settings(in: fields))
    guard logIn.password != nil, logIn.oauth != nil else { return logIn }
    switch (fields.isOwn("password"), fields.isOwn("oauth")) {
    // What the account says itself stands in the place of the other one, which the defaults have.
    case (true, false): logIn.oauth = nil
    case (false, true): logIn.password = nil
    case (true, true), (false, false):
      throw fields.failure(
        "\"password\" and \"oauth\" exclude one another: an account logs in by a password or by tokens",
        at: fields.node("oauth"))
    }
    return logIn
  }

  /// What a mechanism needs that is named.
  func check(_ account: Account, in fields: Fields) throws(ConfigurationFailure) {
    if account.oauth != nil, let auth = account.auth, !auth.takesToken {
      throw fields.failure(
        "\"auth\": \"\(auth.rawValue)\" takes no tokens: with \"oauth\" it is \"xoauth2\" or \"oauthbearer\", or left out",
        at: fields.node("auth"))
    }
    guard let auth = account.auth else { return }
    switch auth {
    case .oauthbearer, .xoauth2:
      guard account.oauth == nil, account.password == nil else { return }
      throw fields.failure(
        "\"auth\": \"\(auth.rawValue)\" needs an access token: write \"oauth\", or a \"password\" that is one, such as a command that prints it",
        at: fields.node("auth"))
    case .external:
      guard account.clientCertificate == nil else { return }
      throw fields.failure(
        "\"auth\": \"external\" logs in by a certificate of your own: \"clientCertificate\" is missing",
        at: fields.node("auth"))
    case .scramSHA256Plus, .scramSHA1Plus:
      guard account.tls == .none else { return }
      throw fields.failure(
        "\"auth\": \"\(auth.rawValue)\" is bound to TLS, but \"tls\" is \"none\"", at: fields.node("auth"))
    case .scramSHA256, .scramSHA1, .plain, .user, .login, .cramMD5, .apop: return
    }
  }
}
