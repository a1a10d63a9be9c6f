import OAuth
import Settings
import Synchronization
import Testing

/// Codes that are typed on another machine (RFC 8628).
@Suite(.timeLimit(.minutes(2))) struct DeviceCodeTests {
  private static let question = ScriptedProvider.Answer(
    status: 200,
    body: """
      {"device_code": "device-secret-7714", "user_code": "WDJB-MJHT", "verification_uri": "https://example.org/device",
       "verification_uri_complete": "https://example.org/device?code=WDJB-MJHT", "expires_in": 900, "interval": 1}
      """)

  @Test func `the code is shown, and asked for until somebody has typed it`() throws {
    let provider = try ScriptedProvider([
      Self.question, .error("authorization_pending"), .tokens(1, refresh: "refresh-1"),
    ])
    defer { provider.stop() }
    let logIn = try provider.logIn()
    let code = try logIn.byDevice()
    #expect(code.userCode == "WDJB-MJHT")
    #expect(code.page == "https://example.org/device")
    #expect(code.pageWithCode == "https://example.org/device?code=WDJB-MJHT")
    #expect(code.lifetime == 900)
    #expect(try logIn.finish(code).isRenewable)
    #expect(provider.forms[0] == ["client_id": "popkeep-test", "scope": "mail offline"])
    #expect(
      provider.forms.dropFirst().map { $0["device_code"] } == ["device-secret-7714", "device-secret-7714"])
    #expect(provider.forms[1]["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code")
  }

  @Test(arguments: [
    ("access_denied", "was told not to let popkeep in", OAuthFailure.Trouble.logIn),
    ("expired_token", "nobody allowed the log-in in time", .later),
    ("unauthorized_client", "does not let this client ask in this way", .configuration),
  ]) func `an end of the question is told`(name: String, sentence: String, trouble: OAuthFailure.Trouble)
    throws
  {
    let provider = try ScriptedProvider([Self.question, .error(name)])
    defer { provider.stop() }
    let logIn = try provider.logIn()
    let failure = #expect(throws: OAuthFailure.self) { try logIn.finish(try logIn.byDevice()) }
    #expect(failure?.description.contains(sentence) == true)
    #expect(failure?.trouble == trouble)
    #expect(failure?.description.contains("7714") == false)
  }

  @Test func `a server that is asked too often is asked less often, until that is called off`() throws {
    let provider = try ScriptedProvider([Self.question, .error("slow_down")])
    defer { provider.stop() }
    // The second question would come six seconds after the first.
    let logIn = try provider.logIn { provider.forms.count > 1 }
    let failure = #expect(throws: OAuthFailure.self) { try logIn.finish(try logIn.byDevice()) }
    #expect(failure?.code == .cancelled)
    #expect(provider.forms.count == 2)
  }

  @Test(arguments: [
    "{}", "{\"device_code\": \"x\", \"user_code\": \"y\", \"verification_uri\": \"javascript:alert(1)\"}",
    "{\"device_code\": \"x\", \"user_code\": \"\", \"verification_uri\": \"https://example.org/\"}",
    "no JSON",
  ]) func `a code that cannot be shown is none`(body: String) throws {
    let provider = try ScriptedProvider([ScriptedProvider.Answer(status: 200, body: body)])
    defer { provider.stop() }
    let failure = #expect(throws: OAuthFailure.self) { try provider.logIn().byDevice() }
    #expect(failure?.trouble == .protocolOrTLS)
  }

  @Test func `where there are no device codes, that is said`() throws {
    let provider = try ScriptedProvider([])
    defer { provider.stop() }
    let logIn = try provider.logIn(provider.client { $0.deviceEndpoint = nil })
    let failure = #expect(throws: OAuthFailure.self) { try logIn.byDevice() }
    #expect(failure?.code == .noEndpoint("deviceEndpoint"))
  }
}
