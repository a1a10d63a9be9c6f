package import Settings

/// An access token and what may be told of it.
package struct AccessToken: Sendable {
  package let text: PasswordText
  package let report: TokenReport
}

/// What may be told of tokens.
package struct TokenReport: Sendable, Equatable {
  /// Seconds that the access token is good for.
  package let secondsLeft: Int64
  /// True where it can be renewed without a person.
  package let isRenewable: Bool

  init(_ tokens: KeptTokens, now: Int64) {
    secondsLeft = max(0, tokens.expiresAt - now)
    isRenewable = tokens.refreshToken != nil
  }
}
