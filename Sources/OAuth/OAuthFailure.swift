package import Settings
package import Web

/// Why there is no access token; neither description nor hint holds a secret or a control character.
package struct OAuthFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    /// The configuration names neither a provider nor the endpoint of this key.
    case noEndpoint(String)
    case unknownProvider(String)
    case secret(PasswordFailure)
    case web(WebFailure)
    /// The server answered, and the answer is no.
    case refused(OAuthRefusal)
    /// The server's answer is not what RFC 6749 says; the text says in what.
    case badAnswer(String)
    /// `popkeep login` was never run for the account.
    case notLoggedIn
    /// The tokens that are kept were given to another user or client, or by another server.
    case otherLogIn
    /// The access token is at its end, and the server gave nothing to renew it with.
    case notRenewable
    case store(TokenStoreFailure)
    /// No port for the browser's answer; the value is an `errno`.
    case cannotListen(UInt16, Int32)
    /// What was pasted holds neither a code nor an error.
    case noCode
    /// What was pasted answers another question.
    case otherState
    case timedOut
    case cancelled
  }

  package let code: Code
  /// The account, for the command that mends it.
  package let account: String
  /// The provider, or the host of its token endpoint.
  package let server: String

  package init(_ code: Code, account: String, server: String) {
    self.code = code
    self.account = account
    self.server = server
  }

  package var description: String {
    switch code {
    case .noEndpoint(let key):
      "the account has no \"\(key)\" under \"oauth\", and no provider is named whose own is known"
    case .unknownProvider(let name): "no provider \"\(name)\" is known that gives tokens"
    case .secret(let failure): failure.description
    case .web(let failure): failure.description
    case .refused(let refusal): refusal.sentence(server)
    case .badAnswer(let what): "\(server) gave no usable answer: \(what)"
    case .notLoggedIn: "the account has no tokens of \(server) yet"
    case .otherLogIn: "the tokens that are kept for the account are of another user, client or server"
    case .notRenewable: "the access token has expired, and \(server) gave no refresh token with it"
    case .store(let failure): failure.description
    case .cannotListen(let port, let code):
      "the browser's answer cannot be taken at port \(port) of this machine: \(errorText(code))"
    case .noCode: "what was pasted holds no code"
    case .otherState: "what was pasted answers another question than the one just asked"
    case .timedOut: "nobody allowed the log-in in time"
    case .cancelled: "the log-in was called off"
    }
  }

  /// What to do; empty where the description says it.
  package var hint: String {
    switch code {
    case .noEndpoint, .unknownProvider:
      "Write \"provider\": \"google\" or \"microsoft\", or \"authorizationEndpoint\", \"tokenEndpoint\" and \"scope\"."
    case .secret: "Mend that, or name another source under \"clientSecret\"."
    case .web: ""
    case .refused(let refusal): refusal.needsLogIn ? logInHint : refusal.hint
    case .badAnswer: "Look whether the endpoints under \"oauth\" are those of the provider."
    case .notLoggedIn, .otherLogIn, .otherState: logInHint
    case .notRenewable: "\(logInHint) Where that recurs, the scope lacks offline access."
    case .store(let failure): failure.hint
    case .cannotListen:
      "Name a port that is free as \"redirectPort\", or paste the code: popkeep login --paste."
    case .noCode: "Paste the address that the browser ends at, or the code that the page shows."
    case .timedOut: logInHint
    case .cancelled: ""
    }
  }

  private var logInHint: String { "Run 'popkeep login \(account)'." }

  /// True where trying again later may succeed without a person.
  package var isTemporary: Bool {
    switch code {
    case .web(let failure): failure.isTemporary
    case .refused(let refusal): refusal.isTemporary
    case .store(let failure): failure.isTemporary
    case .noEndpoint, .unknownProvider, .secret, .badAnswer, .notLoggedIn, .otherLogIn, .notRenewable,
      .cannotListen, .noCode, .otherState, .timedOut, .cancelled:
      false
    }
  }

  /// True where nothing but `popkeep login` helps.
  package var needsLogIn: Bool {
    switch code {
    case .refused(let refusal): refusal.needsLogIn
    case .notLoggedIn, .otherLogIn, .notRenewable: true
    case .noEndpoint, .unknownProvider, .secret, .web, .badAnswer, .store, .cannotListen, .noCode,
      .otherState,
      .timedOut, .cancelled:
      false
    }
  }
}

extension WebFailure {
  var isTemporary: Bool {
    switch code {
    case .cannotResolve, .cannotConnect, .timedOut, .other, .cancelled: true
    case .tls, .tooLarge, .badURL, .libraryMissing: false
    }
  }
}
