import Providers
package import Settings

/// An authorization server and this program as its client: what the configuration says, filled up with what is known of
/// the provider.
package struct OAuthServer: Sendable, Equatable {
  /// The provider, or the host of the token endpoint; printable.
  package let name: String
  let authorization: String?
  let device: String?
  let token: String
  let scope: String?
  let clientID: String
  let clientSecret: PasswordSource?
  let redirectPort: UInt16?
  private let provider: Provider?

  /// - Parameter host: the account's POP3 server, by which its provider is known where the configuration names none.
  package init(_ client: OAuthClient, account: String, host: String) throws(OAuthFailure) {
    provider = try Self.provider(client, account, host)
    let known = provider?.oauth
    let tenant = client.tenant ?? "common"
    guard let token = client.tokenEndpoint ?? Self.filled(known?.token, tenant) else {
      throw OAuthFailure(.noEndpoint("tokenEndpoint"), account: account, server: clean(host))
    }
    self.token = token
    authorization = client.authorizationEndpoint ?? Self.filled(known?.authorization, tenant)
    device = client.deviceEndpoint ?? Self.filled(known?.device, tenant)
    scope = client.scope ?? known?.scope
    clientID = client.clientID
    clientSecret = client.clientSecret
    redirectPort = client.redirectPort
    name = clean(provider?.name ?? Self.host(of: token), limit: 80)
  }

  var tokenHost: String { Self.host(of: token) }

  /// True where it has an endpoint for device codes.
  package var hasDeviceCodes: Bool { device != nil }
  /// True where it has a page for the browser.
  package var hasPage: Bool { authorization != nil }

  /// What the browser's answer is sent to. Microsoft takes any port of `localhost` and of no address; elsewhere an
  /// address is better, since nothing can lead it astray (RFC 8252 §7.3, §8.3).
  var redirectHost: String {
    Self.host(of: authorization ?? "").hasSuffix(".microsoftonline.com") ? "localhost" : "127.0.0.1"
  }

  /// Parameters beside those of the RFC: Google gives a refresh token only where it is asked for like this.
  var extraParameters: [(name: String, value: String)] {
    guard Self.host(of: authorization ?? "") == "accounts.google.com" else { return [] }
    return [("access_type", "offline"), ("prompt", "consent")]
  }

  /// An endpoint that the configuration itself names says that the provider is not meant, unless it is named too.
  private static func provider(
    _ client: OAuthClient, _ account: String, _ host: String
  ) throws(OAuthFailure) -> Provider? {
    if let id = client.provider {
      guard let provider = Provider.named(id), provider.oauth != nil else {
        throw OAuthFailure(.unknownProvider(clean(id)), account: account, server: clean(host))
      }
      return provider
    }
    return client.tokenEndpoint == nil ? Provider.of(host: host) : nil
  }

  private static func filled(_ url: String?, _ tenant: String) -> String? {
    url?.replacing("{tenant}", with: tenant)
  }

  private static func host(of url: String) -> String {
    let rest = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
    return String(rest.prefix { $0 != ":" && $0 != "?" })
  }
}
