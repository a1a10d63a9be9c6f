import Glibc
import Web

/// The one log-in of an account by a person, by whichever way: what it ends with is kept.
package struct LogIn: Sendable {
  package let server: OAuthServer
  let account: String
  let user: String
  let store: TokenStore
  let web: WebClient
  let now: @Sendable () -> Int64
  let isCancelled: @Sendable () -> Bool

  /// - Parameters:
  ///   - account: Its name, which the file of its tokens has.
  ///   - user: Whom it is about: the server's page proposes that name.
  ///   - now: Seconds since 1970 UTC.
  package init(
    _ server: OAuthServer, account: String, user: String, store: TokenStore, proxy: String? = nil,
    now: @escaping @Sendable () -> Int64, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.server = server
    self.account = account
    self.user = user
    self.store = store
    web = WebClient(proxy: proxy, isCancelled: isCancelled)
    self.now = now
    self.isCancelled = isCancelled
  }

  /// Waits for the browser's answer at a port of this machine.
  ///
  /// - Parameter show: is given the address to open, once the answer can be taken.
  package func byBrowser(
    within limit: Duration = .seconds(600), show: (AuthorizationRequest) -> Void
  ) throws(OAuthFailure) -> TokenReport {
    try checkStore()
    let listener: RedirectListener
    let port = server.redirectPort ?? 0
    do throws(RedirectListener.Failure) { listener = try RedirectListener(port: port) } catch {
      throw failure(.cannotListen(port, error.code))
    }
    let request = try request(port: listener.port)
    show(request)
    let answer = listener.answer(state: request.state, within: limit, isCancelled: isCancelled)
    guard let answer else { throw failure(isCancelled() ? .cancelled : .timedOut) }
    return try finish(request, answer)
  }

  /// What to open on any machine; the answer goes to `finish(_:pasted:)`.
  package func byPaste() throws(OAuthFailure) -> AuthorizationRequest {
    try checkStore()
    // Nobody listens there: the browser, on another machine, shows the address that it could not open.
    return try request(port: server.redirectPort ?? 8400)
  }

  /// Ends a log-in by what a person pasted.
  package func finish(_ request: AuthorizationRequest, pasted text: String) throws(OAuthFailure)
    -> TokenReport
  {
    guard let answer = AuthorizationAnswer(pasted: text, state: request.state) else { throw failure(.noCode) }
    return try finish(request, answer)
  }

  /// Asks for a code to be typed on another machine.
  package func byDevice() throws(OAuthFailure) -> DeviceCode {
    try checkStore()
    guard let device = server.device else { throw failure(.noEndpoint("deviceEndpoint")) }
    let fields = server.scope.map { [(name: "scope", value: $0)] } ?? []
    let body = try endpoint.post(device, .device, fields)
    do throws(TokenAnswer.Fault) { return try DeviceCode(body) } catch {
      throw failure(.badAnswer(error.text))
    }
  }

  /// Asks whether the code was typed, as often as the server allows, until it was or is good no more.
  package func finish(_ code: DeviceCode) throws(OAuthFailure) -> TokenReport {
    let deadline = ContinuousClock.now + .seconds(code.lifetime)
    var interval = code.interval
    while true {
      try pause(.seconds(interval), until: deadline)
      do throws(OAuthFailure) {
        return try keep(
          try endpoint.ask(
            .device,
            [
              (name: "grant_type", value: "urn:ietf:params:oauth:grant-type:device_code"),
              (name: "device_code", value: code.code),
            ]))
      } catch {
        interval = try next(interval, after: error)
      }
    }
  }

  /// How long to wait after an answer that leaves the question open; else it is thrown.
  private func next(_ interval: Int64, after failure: OAuthFailure) throws(OAuthFailure) -> Int64 {
    switch failure.code {
    case .refused(let refusal) where refusal.error == "authorization_pending": return interval
    // RFC 8628 §3.5: five seconds more from now on.
    case .refused(let refusal) where refusal.error == "slow_down": return min(interval + 5, 120)
    // A line that is down for a moment; asked less often from now on.
    case .web(let web) where web.isTemporary && !isCancelled(): return min(interval * 2, 120)
    case _: throw failure
    }
  }

  private func pause(_ time: Duration, until deadline: ContinuousClock.Instant) throws(OAuthFailure) {
    let end = ContinuousClock.now + time
    guard end < deadline else { throw failure(.timedOut) }
    while ContinuousClock.now < end {
      if isCancelled() { throw failure(.cancelled) }
      _ = poll(nil, 0, 50)
    }
  }

  private func finish(
    _ request: AuthorizationRequest, _ answer: AuthorizationAnswer
  ) throws(OAuthFailure) -> TokenReport {
    switch answer {
    case .code(let code): try keep(try endpoint.ask(.code, request.form(code: code)))
    case .refused(let refusal): throw failure(.refused(refusal))
    case .foreign: throw failure(.otherState)
    }
  }

  private func request(port: UInt16) throws(OAuthFailure) -> AuthorizationRequest {
    guard let page = server.authorization else { throw failure(.noEndpoint("authorizationEndpoint")) }
    return AuthorizationRequest(server, endpoint: page, user: user, port: port)
  }

  /// Before anybody is bothered: what cannot be kept need not be asked for.
  private func checkStore() throws(OAuthFailure) {
    do throws(TokenStoreFailure) {
      let lock = try store.lock()
      _ = try lock.draft()
    } catch {
      throw failure(.store(error))
    }
  }

  private func keep(_ answer: TokenAnswer) throws(OAuthFailure) -> TokenReport {
    let now = now()
    let tokens = KeptTokens(answer, of: server, user: user, now: now)
    do throws(TokenStoreFailure) {
      let lock = try store.lock()
      let draft = try lock.draft()
      try draft.keep(tokens)
    } catch {
      throw failure(.store(error))
    }
    return TokenReport(tokens, now: now)
  }

  private var endpoint: TokenEndpoint { TokenEndpoint(server: server, account: account, web: web) }

  private func failure(_ code: OAuthFailure.Code) -> OAuthFailure { endpoint.failure(code) }
}
