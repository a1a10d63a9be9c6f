/// What a server answered instead of a token (RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5).
package struct OAuthRefusal: Sendable, Equatable {
  /// What was asked for.
  package enum Question: Sendable, Equatable {
    case authorization
    case code
    case device
    case renewal
  }

  package let question: Question
  /// The error's name, made printable; empty where the server gave none.
  package let error: String
  /// The server's own words, made printable and free of what is secret; may be empty.
  package let words: String
  /// Of the HTTP answer; 0 where the browser brought it.
  package let status: Int

  func sentence(_ server: String) -> String {
    let words = words.isEmpty ? "" : " (\"\(words)\")"
    return switch error {
    case "access_denied": "\(server) was told not to let popkeep in\(words)"
    case "invalid_client": "\(server) does not know this client\(words)"
    case "unauthorized_client": "\(server) does not let this client ask in this way\(words)"
    case "invalid_grant" where question == .renewal: "\(server) has ended the log-in\(words)"
    case "invalid_grant": "\(server) takes the code no more\(words)"
    case "expired_token": "nobody allowed the log-in in time"
    case "invalid_scope": "\(server) does not know the scope that was asked for\(words)"
    case "unsupported_grant_type", "unsupported_response_type":
      "\(server) does not give tokens in this way\(words)"
    case "temporarily_unavailable", "server_error": "\(server) gives no tokens at the moment\(words)"
    case "" where isTemporary: "\(server) gives no tokens at the moment (HTTP status \(status))"
    case "" where needsLogIn: "\(server) takes the refresh token no more (HTTP status \(status))"
    case "": "\(server) gave no token (HTTP status \(status))"
    case _: "\(server) gave no token: \(error)\(words)"
    }
  }

  var hint: String {
    switch error {
    case "access_denied": "Allow it in the browser, or ask the administrator who decides on it."
    case "invalid_client", "unauthorized_client":
      "Look at \"clientId\" and \"clientSecret\": the client must be registered as a desktop program; see docs/oauth.md."
    case "invalid_scope": "Look at \"scope\" under \"oauth\"."
    case "unsupported_grant_type", "unsupported_response_type":
      "Try 'popkeep login --paste', or without --device."
    case "invalid_grant", "expired_token": "Run it again."
    case _: ""
    }
  }

  var isTemporary: Bool {
    error == "temporarily_unavailable" || error == "server_error" || status == 429 || status >= 500
  }

  /// The errors beside `invalid_grant` are OpenID Connect's; some servers give no reason at all.
  var needsLogIn: Bool {
    guard question == .renewal, !isTemporary else { return false }
    return [
      "invalid_grant", "interaction_required", "login_required", "consent_required", "access_denied",
      "expired_token", "",
    ].contains(error)
  }
}
