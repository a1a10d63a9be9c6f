import Glibc
import OAuth
import Settings
import Synchronization
import TestFiles
import Testing
import Web

/// Log-ins by a person, with servers that answer otherwise than one would wish.
@Suite(.timeLimit(.minutes(2))) struct LogInTests {
  @Test func `the browser's answer is taken at loopback, whatever else comes there before it`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1")])
    defer { provider.stop() }
    let browser = StrayingBrowser()
    let report = try provider.logIn().byBrowser(within: .seconds(60)) { browser.open($0.url) }
    let pages = try browser.pages()
    #expect(report.isRenewable)
    #expect(provider.forms.map { $0["code"] } == ["right"])
    #expect(pages.map(\.status) == [404, 400, 400, 405, 200])
    let last = String(decoding: try #require(pages.last).body, as: UTF8.self)
    #expect(last.contains("close this window"))
    #expect(!last.contains("right"))
  }

  @Test(arguments: [
    ("access_denied", "was told not to let popkeep in (\"No, thank you\")", "Allow it in the browser"),
    ("temporarily_unavailable", "gives no tokens at the moment", ""),
    ("invalid_scope", "does not know the scope", "scope"),
    ("strange\u{1b}[31m", "gave no token: strange?[31m", ""),
  ]) func `an error that the browser brings is told`(name: String, sentence: String, hint: String) throws {
    let provider = try ScriptedProvider([])
    defer { provider.stop() }
    let logIn = try provider.logIn()
    let request = try logIn.byPaste()
    let query = WebForm.encoded([
      ("error", name), ("error_description", "No, thank you"),
      ("state", query(of: request.url)["state"] ?? ""),
    ])
    let failure = #expect(throws: OAuthFailure.self) {
      try logIn.finish(request, pasted: "http://127.0.0.1/?\(query)")
    }
    #expect(failure?.description.contains(sentence) == true, "\(String(describing: failure))")
    #expect(failure?.hint.contains(hint) != false)
    #expect(provider.forms.isEmpty)
  }

  @Test func `what is pasted may be a code alone; what answers another question counts for nothing`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1")])
    defer { provider.stop() }
    let logIn = try provider.logIn()
    let request = try logIn.byPaste()
    let wrong: [(String, OAuthFailure.Code)] = [
      ("", .noCode), ("two words", .noCode), ("http://127.0.0.1:8400/", .noCode),
      ("http://127.0.0.1:8400/?code=x", .otherState), ("code=x&state=y", .otherState),
      (String(repeating: "x", count: 9000), .noCode),
    ]
    for (text, code) in wrong {
      let failure = #expect(throws: OAuthFailure.self) { try logIn.finish(request, pasted: text) }
      #expect(failure?.code == code, "\(text.prefix(40))")
    }
    #expect(provider.forms.isEmpty)
    #expect(try logIn.finish(request, pasted: "4/0Ab_code-alone").isRenewable)
    #expect(provider.forms.map { $0["code"] } == ["4/0Ab_code-alone"])
  }

  @Test(arguments: [
    ("{\"access_token\": \"\"}", "no access token"), ("<html>Log in</html>", "no JSON"),
    ("{\"access_token\": \"a\\u0000b\"}", "no access token"), ("[]", "no JSON"),
    ("{\"access_token\": \"abc\", \"token_type\": \"mac\"}", "of the type mac"),
    ("{\"access_token\": \"abc\", \"refresh_token\": \"\\u001b\"}", "refresh token"),
    (String(repeating: "[", count: 100_000), "no JSON"),
  ]) func `an answer that is none is not kept`(body: String, words: String) throws {
    let provider = try ScriptedProvider([ScriptedProvider.Answer(status: 200, body: body)])
    defer { provider.stop() }
    let logIn = try provider.logIn()
    let failure = #expect(throws: OAuthFailure.self) { try logIn.finish(try logIn.byPaste(), pasted: "code") }
    #expect(failure?.description.contains(words) == true, "\(String(describing: failure))")
    #expect(access(provider.file, F_OK) != 0)
  }

  @Test func `what is secret is in no failure, even where the server says it back`() throws {
    let secret = "client-secret-8821"
    let provider = try ScriptedProvider([
      .error(
        "invalid_client", "code pasted-code-5512 with client-secret-8821 of popkeep-test\\nis \\u0007bad")
    ])
    defer { provider.stop() }
    let logIn = try provider.logIn(
      provider.client { $0.clientSecret = .value(PasswordText(Array(secret.utf8))) })
    let failure = #expect(throws: OAuthFailure.self) {
      try logIn.finish(try logIn.byPaste(), pasted: "pasted-code-5512")
    }
    let text = "\(String(describing: failure)) \(failure?.description ?? "") \(failure?.hint ?? "")"
    #expect(!text.contains(secret) && !text.contains("5512"), "\(text)")
    #expect(text.contains("popkeep-test"))
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    #expect(provider.forms.first?["client_secret"] == secret)
  }

  @Test func `nobody is bothered where the tokens could not be kept`() throws {
    let provider = try ScriptedProvider([])
    defer { provider.stop() }
    try provider.folder.write("tokens", text: "a file where the folder should be")
    let failure = #expect(throws: OAuthFailure.self) { try provider.logIn().byDevice() }
    guard case .store = failure?.code else {
      Issue.record("no failure of the store: \(String(describing: failure))")
      return
    }
    #expect(failure?.hint.contains("\"tokens\"") == true)
    #expect(provider.forms.isEmpty)
  }

  @Test func `a port that is taken is told of, with what else there is`() throws {
    let provider = try ScriptedProvider([])
    let other = try ScriptedProvider([])
    defer {
      provider.stop()
      other.stop()
    }
    let port = try #require(
      other.client().tokenEndpoint?.split(separator: ":").last?.split(separator: "/").first.flatMap {
        UInt16($0)
      })
    let logIn = try provider.logIn(provider.client { $0.redirectPort = port })
    let failure = #expect(throws: OAuthFailure.self) {
      try logIn.byBrowser { _ in Issue.record("shown all the same") }
    }
    #expect(failure?.code == .cannotListen(port, EADDRINUSE))
    #expect(failure?.hint.contains("--paste") == true)
  }

  @Test func `waiting for the browser ends with its time, and when it is called off`() throws {
    let provider = try ScriptedProvider([])
    defer { provider.stop() }
    let late = #expect(throws: OAuthFailure.self) {
      try provider.logIn().byBrowser(within: .milliseconds(50)) { _ in }
    }
    #expect(late?.code == .timedOut)
    let isCancelled = Atomic(false)
    let ended = #expect(throws: OAuthFailure.self) {
      try provider.logIn { isCancelled.load(ordering: .relaxed) }.byBrowser { _ in
        isCancelled.store(true, ordering: .relaxed)
      }
    }
    #expect(ended?.code == .cancelled)
  }
}
