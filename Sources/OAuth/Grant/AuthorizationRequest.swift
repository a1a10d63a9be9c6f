import Web

/// One question to a person by the browser, and what its answer must fit (RFC 6749 §4.1.1, RFC 7636 §4.3).
package struct AuthorizationRequest: Sendable {
  /// What the browser is opened with. No secret is in it: the challenge is a hash, and the state is known to who
  /// sees the address anyway.
  package let url: String
  let state: String
  let redirect: String
  let verifier: CodeVerifier

  /// - Parameters:
  ///   - endpoint: The server's page.
  ///   - port: Where the browser's answer goes to on this machine.
  init(_ server: OAuthServer, endpoint: String, user: String, port: UInt16) {
    verifier = CodeVerifier()
    state = Base64URL.encoded(Randomness.octets(24))
    redirect = "http://\(server.redirectHost):\(port)/"
    var fields = [
      (name: "response_type", value: "code"), (name: "client_id", value: server.clientID),
      (name: "redirect_uri", value: redirect),
    ]
    if let scope = server.scope { fields.append((name: "scope", value: scope)) }
    fields += [
      (name: "state", value: state), (name: "code_challenge", value: verifier.challenge),
      (name: "code_challenge_method", value: "S256"), (name: "login_hint", value: user),
    ]
    fields += server.extraParameters
    url = endpoint + (endpoint.contains("?") ? "&" : "?") + WebForm.encoded(fields)
  }

  /// The fields of the form that turns the code into tokens.
  func form(code: String) -> [(name: String, value: String)] {
    [
      (name: "grant_type", value: "authorization_code"), (name: "code", value: code),
      (name: "redirect_uri", value: redirect), (name: "code_verifier", value: verifier.text),
    ]
  }
}
