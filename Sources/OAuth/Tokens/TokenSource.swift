import Glibc
package import Settings
import Web

/// Gives an account's access token, and renews it before it is at its end.
package struct TokenSource: Sendable {
  let server: OAuthServer
  let account: String
  let user: String
  let store: TokenStore
  let web: WebClient
  let now: @Sendable () -> Int64

  /// - Parameters:
  ///   - account: Its name, which the file of its tokens has.
  ///   - proxy: See `WebClient`.
  ///   - now: Seconds since 1970 UTC.
  package init(
    _ server: OAuthServer, account: String, user: String, store: TokenStore, proxy: String? = nil,
    now: @escaping @Sendable () -> Int64
  ) {
    self.server = server
    self.account = account
    self.user = user
    self.store = store
    // Not called off when the program is to end: the answer may be a refresh token that is given once.
    web = WebClient(proxy: proxy)
    self.now = now
  }

  /// The provider, or the host that renews the tokens; printable.
  package var serverName: String { server.name }

  /// The token that is kept, or a new one where that is at its end.
  ///
  /// - Parameter refused: The one that the mail server did not take: another is given.
  package func token(insteadOf refused: PasswordText? = nil) throws(OAuthFailure) -> AccessToken {
    let kept = try load()
    if isUsable(kept.tokens, refused) { return access(kept.tokens) }
    return try renewed(insteadOf: refused)
  }

  private func renewed(insteadOf refused: PasswordText?) throws(OAuthFailure) -> AccessToken {
    let lock = try locked()
    // Another process may have been faster.
    let kept = try load()
    if isUsable(kept.tokens, refused) { return access(kept.tokens) }
    guard let refresh = kept.tokens.refreshToken else { throw failure(.notRenewable) }
    let draft = try draft(lock)
    let answer: TokenAnswer
    do throws(OAuthFailure) { answer = try ask(refresh) } catch {
      return try access(kept.tokens, despite: error, refused)
    }
    let tokens = KeptTokens(answer, renewing: kept.tokens, now: now())
    do throws(TokenStoreFailure) { try draft.keep(tokens, since: kept.time) } catch {
      throw failure(.store(error))
    }
    return access(tokens)
  }

  private func locked() throws(OAuthFailure) -> TokenLock {
    do throws(TokenStoreFailure) { return try store.lock() } catch { throw failure(.store(error)) }
  }

  private func draft(_ lock: consuming TokenLock) throws(OAuthFailure) -> TokenDraft {
    do throws(TokenStoreFailure) { return try lock.draft() } catch { throw failure(.store(error)) }
  }

  private func ask(_ refresh: String) throws(OAuthFailure) -> TokenAnswer {
    try endpoint.ask(
      .renewal, [(name: "grant_type", value: "refresh_token"), (name: "refresh_token", value: refresh)])
  }

  /// Where the server cannot be asked now, what is left of the old token will do.
  private func access(
    _ tokens: KeptTokens, despite failure: OAuthFailure, _ refused: PasswordText?
  ) throws(OAuthFailure) -> AccessToken {
    guard failure.isTemporary, refused == nil, now() >= tokens.obtainedAt, now() < tokens.expiresAt else {
      throw failure
    }
    return access(tokens)
  }

  private func load() throws(OAuthFailure) -> TokenStore.Content {
    let content: TokenStore.Content?
    do throws(TokenStoreFailure) { content = try store.load() } catch { throw failure(.store(error)) }
    guard let content else { throw failure(.notLoggedIn) }
    guard content.tokens.belong(to: server, user: user) else { throw failure(.otherLogIn) }
    return content
  }

  private func isUsable(_ tokens: KeptTokens, _ refused: PasswordText?) -> Bool {
    tokens.isFresh(now: now()) && refused?.bytes != Array(tokens.accessToken.utf8)
  }

  private func access(_ tokens: KeptTokens) -> AccessToken {
    AccessToken(
      text: PasswordText(Array(tokens.accessToken.utf8)), report: TokenReport(tokens, now: now()))
  }

  private var endpoint: TokenEndpoint { TokenEndpoint(server: server, account: account, web: web) }

  private func failure(_ code: OAuthFailure.Code) -> OAuthFailure { endpoint.failure(code) }
}
