import OAuth
import Settings
import TestFiles
import TestServers
import Testing

/// The same against a real authorization server.
@Suite(
  .enabled(if: AuthorizationServer.isExpected, "Glewlwyd is not unpacked"), .timeLimit(.minutes(2)))
struct AuthorizationServerTests {
  private let server: AuthorizationServer
  private let folder: TemporaryFolder

  init() throws {
    server = try AuthorizationServer.start()
    folder = try TemporaryFolder()
  }

  private func client() -> OAuthClient {
    OAuthClient(
      clientID: server.clientID, authorizationEndpoint: server.authorizationEndpoint,
      deviceEndpoint: server.deviceEndpoint, tokenEndpoint: server.tokenEndpoint, scope: "mail",
      redirectPort: server.redirectPort)
  }

  private var store: TokenStore { TokenStore(folder: folder("tokens"), account: "home") }

  private func logIn() throws -> LogIn {
    LogIn(
      try OAuthServer(client(), account: "home", host: "pop.example.org"), account: "home", user: "alice",
      store: store, now: { 1_800_000_000 })
  }

  private func source(at now: Int64) throws -> TokenSource {
    TokenSource(
      try OAuthServer(client(), account: "home", host: "pop.example.org"), account: "home", user: "alice",
      store: store, now: { now })
  }

  @Test
  func
    `a pasted address logs in, tokens are renewed by refresh tokens that are good once, until the log-in ends`()
    throws
  {
    let logIn = try logIn()
    let request = try logIn.byPaste()
    let report = try logIn.finish(request, pasted: try server.endOfBrowsing(request.url))
    #expect(report.secondsLeft == 3600)
    #expect(report.isRenewable)
    let first = try source(at: 1_800_000_000).token()
    var now: Int64 = 1_800_000_000
    var tokens: Set = [first.string]
    for _ in 0..<3 {
      now += 3500
      tokens.insert(try source(at: now).token().string)
    }
    #expect(tokens.count == 4)
    #expect(try server.refreshTokens() == (good: 1, spent: 3))
    try server.endLogIn()
    let failure = #expect(throws: OAuthFailure.self) { try source(at: now + 3500).token() }
    #expect(failure?.needsLogIn == true)
  }

  @Test func `a device code logs in once it was typed`() throws {
    let logIn = try logIn()
    let code = try logIn.byDevice()
    #expect(code.page == server.deviceEndpoint.replacing("device_authorization", with: "device"))
    try server.allow(code.userCode)
    #expect(try logIn.finish(code).isRenewable)
    #expect(try source(at: 1_800_000_000).token().string.isEmpty == false)
  }

  @Test func `a code that is none, and one that is spent, are refused`() throws {
    let logIn = try logIn()
    let request = try logIn.byPaste()
    let end = try server.endOfBrowsing(request.url)
    #expect(throws: OAuthFailure.self) { try logIn.finish(request, pasted: "made-up-code") }
    // Another question, so another verifier: PKCE keeps the code from whoever did not ask.
    let other = try logIn.byPaste()
    let code = try #require(query(of: end)["code"])
    #expect(throws: OAuthFailure.self) { try logIn.finish(other, pasted: code) }
    _ = try logIn.finish(request, pasted: end)
    #expect(throws: OAuthFailure.self) { try logIn.finish(request, pasted: end) }
  }
}
