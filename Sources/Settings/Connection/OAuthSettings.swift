/// Where the access tokens of an account come from (RFC 6749).
package enum OAuthSettings: Sendable, Equatable {
  /// A program that prints a valid access token, run without a shell each time one is needed.
  case command([String])
  /// `popkeep login` asks the provider once; popkeep renews the tokens from then on.
  case client(OAuthClient)
}

/// This program as a provider's authorization server knows it.
package struct OAuthClient: Sendable, Equatable {
  /// A provider whose endpoints are known: see `Providers`.
  package var provider: String?
  package var clientID: String
  /// Providers that give desktop programs a "secret" want it back; it is none, and optional elsewhere.
  package var clientSecret: PasswordSource?
  /// Microsoft's tenant; nil: `common`.
  package var tenant: String?
  /// Endpoints and scope, where no provider is named or they differ from its own; URLs.
  package var authorizationEndpoint: String?
  package var deviceEndpoint: String?
  package var tokenEndpoint: String?
  package var scope: String?
  /// The port of the loopback redirect; nil: any that is free.
  package var redirectPort: UInt16?
  /// The folder of the tokens, absolute; nil: `.popkeep/tokens` of the archive.
  package var tokens: String?

  package init(
    provider: String? = nil, clientID: String, clientSecret: PasswordSource? = nil, tenant: String? = nil,
    authorizationEndpoint: String? = nil, deviceEndpoint: String? = nil, tokenEndpoint: String? = nil,
    scope: String? = nil, redirectPort: UInt16? = nil, tokens: String? = nil
  ) {
    self.provider = provider
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.tenant = tenant
    self.authorizationEndpoint = authorizationEndpoint
    self.deviceEndpoint = deviceEndpoint
    self.tokenEndpoint = tokenEndpoint
    self.scope = scope
    self.redirectPort = redirectPort
    self.tokens = tokens
  }
}
