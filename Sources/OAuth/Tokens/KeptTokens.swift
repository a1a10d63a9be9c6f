import FoundationEssentials

/// What is kept of a log-in, as the file of the account has it.
struct KeptTokens: Codable, Sendable, Equatable {
  /// Seconds that a token is taken to be good for where the server does not say.
  private static let usualLifetime: Int64 = 3600
  /// No access token is believed to be good for longer.
  private static let longestLifetime: Int64 = 31 * 86_400

  /// Whom the tokens are about, and to whom they were given: a refresh token goes back to nobody else.
  let user: String
  let clientId: String
  let tokenEndpoint: String
  let scope: String?
  let refreshToken: String?
  let accessToken: String
  /// Seconds since 1970 UTC.
  let obtainedAt: Int64
  let expiresAt: Int64

  init(_ answer: TokenAnswer, of server: OAuthServer, user: String, now: Int64) {
    self.user = user
    clientId = server.clientID
    tokenEndpoint = server.token
    scope = answer.scope ?? server.scope
    refreshToken = answer.refreshToken
    accessToken = answer.accessToken
    obtainedAt = now
    expiresAt = Self.end(answer, now)
  }

  /// What is kept after a renewal: the refresh token stays unless the server gave another (RFC 6749 §6).
  init(_ answer: TokenAnswer, renewing old: KeptTokens, now: Int64) {
    user = old.user
    clientId = old.clientId
    tokenEndpoint = old.tokenEndpoint
    scope = answer.scope ?? old.scope
    refreshToken = answer.refreshToken ?? old.refreshToken
    accessToken = answer.accessToken
    obtainedAt = now
    expiresAt = Self.end(answer, now)
  }

  /// True where they are of this log-in and no other.
  func belong(to server: OAuthServer, user: String) -> Bool {
    self.user == user && clientId == server.clientID && tokenEndpoint == server.token
  }

  /// True where the access token will do for a session that begins now. One that is soon at its end would not last it; of
  /// one from the future the clock is wrong about its end, too.
  func isFresh(now: Int64) -> Bool {
    let lifetime = expiresAt - obtainedAt
    let margin = min(300, lifetime / 5)
    return now >= obtainedAt - 60 && now < expiresAt - margin && lifetime <= Self.longestLifetime
  }

  private static func end(_ answer: TokenAnswer, _ now: Int64) -> Int64 {
    now + min(answer.lifetime ?? usualLifetime, longestLifetime)
  }

  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self)) + [10]
  }

  static func decoded(_ octets: [UInt8]) throws -> KeptTokens {
    try JSONDecoder().decode(KeptTokens.self, from: Data(octets))
  }
}
