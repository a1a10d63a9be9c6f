extension Account {
  /// What the account logs in with, where the configuration says where that is; nil: it is asked for.
  ///
  /// Blocks while a program runs.
  /// - Parameter isHeard: false where nobody reads what a program says on standard error.
  package func resolvedPassword(isHeard: Bool = true) throws(PasswordFailure) -> PasswordText? {
    if logsInByCertificate { return PasswordText([]) }
    let longest = auth?.takesToken == true ? PasswordText.longestToken : PasswordText.longest
    return try password?.resolve(
      for: PasswordHolder(host: host, user: user), longest: longest, isHeard: isHeard)
  }

  /// True where somebody has to be asked for the password: the account has none, and nothing in its place.
  package var asksForPassword: Bool { password == nil && oauth == nil && !logsInByCertificate }

  /// True where the certificate that TLS shows says who we are, and there is no other secret.
  package var logsInByCertificate: Bool {
    auth == .external || (auth == nil && password == nil && oauth == nil && clientCertificate != nil)
  }

  /// Every source of a secret that the account has.
  package var passwordSources: [PasswordSource] {
    var sources = [password, proxy?.password].compactMap(\.self)
    if case .client(let client) = oauth, let secret = client.clientSecret { sources.append(secret) }
    return sources
  }
}
