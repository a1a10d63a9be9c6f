import OAuth
import OpenSSL
import Settings
import Synchronization
import TestFiles
import TestServers
import Web

/// An authorization server that gives the answers it is told, in their order, and an account that logs in there.
final class ScriptedProvider: Sendable {
  struct Answer: Sendable {
    let status: Int
    let body: String

    static func tokens(_ number: Int, refresh: String? = nil, seconds: Int? = 3600) -> Answer {
      let refresh = refresh.map { ", \"refresh_token\": \"\($0)\"" } ?? ""
      let seconds = seconds.map { ", \"expires_in\": \($0)" } ?? ""
      return Answer(
        status: 200,
        body: "{\"access_token\": \"access-\(number)\", \"token_type\": \"Bearer\"\(seconds)\(refresh)}")
    }

    static func error(_ name: String, _ words: String? = nil, status: Int = 400) -> Answer {
      let words = words.map { ", \"error_description\": \"\($0)\"" } ?? ""
      return Answer(status: status, body: "{\"error\": \"\(name)\"\(words)}")
    }
  }

  private let server: WebServer
  private let script: Script
  private let clock = Mutex<Int64>(1_800_000_000)
  let folder: TemporaryFolder

  init(_ answers: [Answer]) throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    let script = Script(answers)
    self.script = script
    server = try WebServer { _ in
      guard let answer = script.next() else { return .answer(500, body: "nothing left to say") }
      return .answer(answer.status, body: answer.body)
    }
  }

  /// What came, as the fields of each form.
  var forms: [[String: String]] {
    server.requests.map { request in
      Dictionary(
        WebForm.decoded(Substring(request.body)).map { ($0.name, $0.value) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  func add(_ answers: Answer...) { script.add(answers) }

  func stop() { server.stop() }

  var now: @Sendable () -> Int64 { { [self] in clock.withLock { $0 } } }

  func pass(_ seconds: Int64) { clock.withLock { $0 += seconds } }

  func client(_ change: (inout OAuthClient) -> Void = { _ in }) -> OAuthClient {
    var client = OAuthClient(
      clientID: "popkeep-test", authorizationEndpoint: "https://login.example.org/authorize",
      deviceEndpoint: server.url("/device"), tokenEndpoint: server.url("/token"), scope: "mail offline")
    change(&client)
    return client
  }

  var store: TokenStore { TokenStore(folder: folder("tokens"), account: "home") }
  var file: String { folder("tokens/home.json") }

  func logIn(
    _ client: OAuthClient? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> LogIn {
    LogIn(
      try OAuthServer(client ?? self.client(), account: "home", host: "pop.example.org"), account: "home",
      user: "alice@example.org", store: store, now: now, isCancelled: isCancelled)
  }

  func source(_ client: OAuthClient? = nil, user: String = "alice@example.org") throws -> TokenSource {
    TokenSource(
      try OAuthServer(client ?? self.client(), account: "home", host: "pop.example.org"), account: "home",
      user: user, store: store, now: now)
  }

  /// The source of an account that logged in with the first answer.
  func loggedIn() throws -> TokenSource {
    let logIn = try logIn()
    _ = try logIn.finish(try logIn.byPaste(), pasted: "a-code")
    return try source()
  }
}

private final class Script: Sendable {
  private let answers: Mutex<[ScriptedProvider.Answer]>

  init(_ answers: [ScriptedProvider.Answer]) { self.answers = Mutex(answers) }

  func add(_ more: [ScriptedProvider.Answer]) { answers.withLock { $0 += more } }

  func next() -> ScriptedProvider.Answer? { answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}

/// The fields of the query of an address.
func query(of url: String) -> [String: String] {
  let text = url.split(separator: "?", maxSplits: 1).last ?? ""
  return Dictionary(
    WebForm.decoded(text).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
}

extension AccessToken {
  var string: String { String(decoding: text.bytes, as: UTF8.self) }
}
