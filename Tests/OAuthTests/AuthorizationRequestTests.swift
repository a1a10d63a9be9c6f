import OAuth
import OpenSSL
import Settings
import Testing

/// What the browser is sent with.
@Suite(.timeLimit(.minutes(2))) struct AuthorizationRequestTests {
  @Test func `a question has state, challenge and hint, and no two are alike`() throws {
    let provider = try ScriptedProvider([])
    defer { provider.stop() }
    let logIn = try provider.logIn(provider.client { $0.redirectPort = 4711 })
    let first = try logIn.byPaste().url
    let second = try logIn.byPaste().url
    #expect(first.hasPrefix("https://login.example.org/authorize?response_type=code&client_id=popkeep-test&"))
    let fields = query(of: first)
    #expect(fields["redirect_uri"] == "http://127.0.0.1:4711/")
    #expect(fields["scope"] == "mail offline")
    #expect(fields["login_hint"] == "alice@example.org")
    #expect(fields["code_challenge_method"] == "S256")
    #expect(fields["code_challenge"]?.count == 43)
    #expect(fields["state"]?.count == 32)
    #expect(fields["state"] != query(of: second)["state"])
    #expect(fields["code_challenge"] != query(of: second)["code_challenge"])
  }

  @Test func `the code goes back with what the challenge was made of`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1")])
    defer { provider.stop() }
    let logIn = try provider.logIn()
    let request = try logIn.byPaste()
    let fields = query(of: request.url)
    let state = try #require(fields["state"])
    let report = try logIn.finish(
      request, pasted: " http://127.0.0.1:8400/?code=the%2Fcode&state=\(state)#x \n")
    #expect(report.secondsLeft == 3600)
    #expect(report.isRenewable)
    let form = try #require(provider.forms.first)
    let verifier = try #require(form["code_verifier"])
    #expect((43...128).contains(verifier.utf8.count))
    let challenge = fields["code_challenge"].map { Array($0.utf8) }
    #expect(challenge == base64URL(Hash.sha256(Array(verifier.utf8)).bytes))
    #expect(form["code"] == "the/code")
    #expect(form["grant_type"] == "authorization_code")
    #expect(form["client_id"] == "popkeep-test")
    #expect(form["redirect_uri"] == fields["redirect_uri"])
    #expect(form["client_secret"] == nil)
  }

  @Test func `Google is asked for a refresh token, Microsoft for its tenant at localhost`() throws {
    let provider = try ScriptedProvider([])
    defer { provider.stop() }
    let google = try provider.logIn(OAuthClient(provider: "google", clientID: "id"))
    let googleFields = query(of: try google.byPaste().url)
    #expect(google.server.name == "Gmail")
    #expect(googleFields["access_type"] == "offline")
    #expect(googleFields["prompt"] == "consent")
    #expect(googleFields["scope"] == "https://mail.google.com/")
    #expect(googleFields["redirect_uri"]?.hasPrefix("http://127.0.0.1:") == true)
    #expect(!google.server.hasDeviceCodes)
    let microsoft = try provider.logIn(
      OAuthClient(provider: "microsoft", clientID: "id", tenant: "contoso.example"))
    let url = try microsoft.byPaste().url
    #expect(url.hasPrefix("https://login.microsoftonline.com/contoso.example/oauth2/v2.0/authorize?"))
    #expect(query(of: url)["redirect_uri"]?.hasPrefix("http://localhost:") == true)
    #expect(query(of: url)["scope"] == "https://outlook.office.com/POP.AccessAsUser.All offline_access")
    #expect(query(of: url)["access_type"] == nil)
    #expect(microsoft.server.hasDeviceCodes)
  }

  @Test func `a provider is known by the account's server, an unknown one is told what to write`() throws {
    let known = try OAuthServer(OAuthClient(clientID: "id"), account: "home", host: "pop.gmail.com")
    #expect(known.name == "Gmail")
    let unknown = #expect(throws: OAuthFailure.self) {
      try OAuthServer(OAuthClient(clientID: "id"), account: "home", host: "pop.example.org")
    }
    #expect(unknown?.code == .noEndpoint("tokenEndpoint"))
    #expect(unknown?.hint.contains("tokenEndpoint") == true)
    let misspelt = #expect(throws: OAuthFailure.self) {
      try OAuthServer(OAuthClient(provider: "gogle", clientID: "id"), account: "home", host: "pop.gmail.com")
    }
    #expect(misspelt?.code == .unknownProvider("gogle"))
  }

  private func base64URL(_ octets: [UInt8]) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    let bits = octets.flatMap { octet in (0..<8).map { octet >> (7 - $0) & 1 } }
    return stride(from: 0, to: bits.count, by: 6).map { start in
      let group = (start..<start + 6).map { $0 < bits.count ? bits[$0] : 0 }
      return digits[group.reduce(0) { $0 << 1 | Int($1) }]
    }
  }
}
