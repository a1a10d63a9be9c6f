import Dispatch
import OAuth
import Settings
import Synchronization
import TestFiles
import Testing

/// Tokens that are kept, and renewed before they are at their end.
@Suite(.timeLimit(.minutes(2))) struct TokenSourceTests {
  @Test func `a token that is good for long is asked for once`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1")])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    provider.pass(3600 - 301)
    let token = try source.token()
    #expect(token.string == "access-1")
    #expect(token.report.secondsLeft == 301)
    #expect(provider.forms.count == 1)
  }

  @Test(arguments: [(3600, 3600 - 300), (100, 80), (3600, 3600), (3600, 1_000_000)])
  func `a token that is soon at its end is renewed, and the one refresh token kept`(
    seconds: Int, after: Int64
  ) throws {
    let provider = try ScriptedProvider([
      .tokens(1, refresh: "refresh-1", seconds: seconds), .tokens(2), .tokens(3),
    ])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    provider.pass(after)
    #expect(try source.token().string == "access-2")
    #expect(try source.token().string == "access-2")
    provider.pass(4000)
    #expect(try source.token().string == "access-3")
    #expect(provider.forms.dropFirst().map { $0["refresh_token"] } == ["refresh-1", "refresh-1"])
    #expect(provider.forms[1]["grant_type"] == "refresh_token")
  }

  @Test func `a refresh token that is good once is replaced in the file before its access token is used`()
    throws
  {
    let provider = try ScriptedProvider([
      .tokens(1, refresh: "refresh-1"), .tokens(2, refresh: "refresh-2"), .tokens(3, refresh: "refresh-3"),
    ])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    for number in 2...3 {
      provider.pass(4000)
      #expect(try source.token().string == "access-\(number)")
      let text = String(decoding: try readFile(provider.file), as: UTF8.self)
      #expect(text.contains("refresh-\(number)") && !text.contains("refresh-\(number - 1)"))
    }
    #expect(provider.forms.compactMap { $0["refresh_token"] } == ["refresh-1", "refresh-2"])
  }

  @Test func `instead of a token that was refused a new one is given, or the one that another run has got`()
    throws
  {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1"), .tokens(2)])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    let refused = try source.token().text
    #expect(try source.token(insteadOf: refused).string == "access-2")
    #expect(try source.token(insteadOf: refused).string == "access-2")
    #expect(provider.forms.count == 2)
  }

  @Test(arguments: [
    ScriptedProvider.Answer.error("invalid_grant", "Token has been expired or revoked."),
    .error("interaction_required"), ScriptedProvider.Answer(status: 400, body: ""),
    ScriptedProvider.Answer(status: 401, body: "<html>"),
  ]) func `where the log-in has ended, the command that helps is told`(answer: ScriptedProvider.Answer) throws
  {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1"), answer])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    provider.pass(4000)
    let before = try readFile(provider.file)
    let failure = #expect(throws: OAuthFailure.self) { try source.token() }
    #expect(failure?.needsLogIn == true)
    #expect(failure?.isTemporary == false)
    #expect(failure?.hint == "Run 'popkeep login home'.")
    #expect(try readFile(provider.file) == before)
  }

  @Test func `while the server cannot be asked, what is left of the token will do`() throws {
    let provider = try ScriptedProvider([
      .tokens(1, refresh: "refresh-1"), .error("temporarily_unavailable", status: 503),
      .error("server_error", status: 500),
      .error("invalid_client", status: 401),
    ])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    provider.pass(3500)
    #expect(try source.token().string == "access-1")
    let refused = try source.token().text
    provider.add(.error("temporarily_unavailable", status: 503))
    // The third answer says that something is wrong for good: that is told, however good the token may be.
    let failure = #expect(throws: OAuthFailure.self) { try source.token(insteadOf: refused) }
    #expect(failure?.trouble == .configuration)
    provider.pass(200)
    let temporary = #expect(throws: OAuthFailure.self) { try source.token() }
    #expect(temporary?.isTemporary == true)
    #expect(temporary?.trouble == .unavailable)
  }

  @Test func `a clock that was set back has the token renewed`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1"), .tokens(2)])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    provider.pass(-86_400)
    #expect(try source.token().string == "access-2")
  }

  @Test(arguments: [nil, 0, 1_000_000_000]) func `a lifetime that is missing or odd is none to build on`(
    seconds: Int?
  ) throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1", seconds: seconds), .tokens(2)])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    provider.pass(seconds == nil ? 3600 : 32 * 86_400)
    #expect(try source.token().string == "access-2")
  }

  @Test func `tokens are of one user, client and server, and go to no other`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1")])
    let other = try ScriptedProvider([])
    defer {
      provider.stop()
      other.stop()
    }
    _ = try provider.loggedIn()
    provider.pass(4000)
    let sources = try [
      provider.source(user: "bob@example.org"), provider.source(provider.client { $0.clientID = "another" }),
      provider.source(provider.client { $0.tokenEndpoint = other.client().tokenEndpoint }),
    ]
    for source in sources {
      let failure = #expect(throws: OAuthFailure.self) { try source.token() }
      #expect(failure?.code == .otherLogIn)
      #expect(failure?.hint == "Run 'popkeep login home'.")
    }
    #expect(provider.forms.count == 1)
    #expect(other.forms.isEmpty)
  }

  @Test func `without a log-in, or without anything to renew with, the command that helps is told`() throws {
    let provider = try ScriptedProvider([.tokens(1)])
    defer { provider.stop() }
    let none = #expect(throws: OAuthFailure.self) { try provider.source().token() }
    #expect(none?.code == .notLoggedIn)
    let source = try provider.loggedIn()
    #expect(try source.token().report.isRenewable == false)
    provider.pass(4000)
    let ended = #expect(throws: OAuthFailure.self) { try source.token() }
    #expect(ended?.code == .notRenewable)
    #expect(ended?.needsLogIn == true)
  }

  @Test func `many that want a new token at once spend one refresh token`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1"), .tokens(2, refresh: "refresh-2")])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    provider.pass(4000)
    let tokens = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      // One that is missing is seen below.
      guard let token = try? source.token().string else { return }
      tokens.withLock { $0.append(token) }
    }
    #expect(tokens.withLock { $0 } == Array(repeating: "access-2", count: 8))
    #expect(provider.forms.count == 2)
  }
}
