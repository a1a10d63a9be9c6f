/// What the server can do, and announces in CAPA (RFC 2449).
package struct Offer: Sendable {
  /// False: CAPA itself is an unknown command.
  package var capabilities = true
  /// Announced only: pipelined commands are always answered.
  package var pipelining = true
  package var uidl = true
  package var top = true
  package var user = true
  /// The greeting carries a timestamp, and APOP is understood.
  package var apop = true
  /// SASL mechanisms, of PLAIN, LOGIN and XOAUTH2.
  package var mechanisms = ["PLAIN", "LOGIN"]
  /// LOGIN-DELAY in seconds, announced only.
  package var loginDelay: Int?
  /// The argument of EXPIRE, announced only.
  package var expire: String?
  package var implementation: String? = "popkeep-demo"
  /// Further lines of CAPA, as they are.
  package var otherLines: [String] = []
  /// Passwords are taken before STLS too.
  package var plaintextBeforeTLS = false

  package init() {}

  /// The lines of the reply to CAPA.
  func lines(canStartTLS: Bool, canLogIn: Bool) -> [String] {
    var lines = ["RESP-CODES", "AUTH-RESP-CODE"]
    if top { lines.append("TOP") }
    if uidl { lines.append("UIDL") }
    if pipelining { lines.append("PIPELINING") }
    if canStartTLS { lines.append("STLS") }
    if canLogIn, user { lines.append("USER") }
    if canLogIn, !mechanisms.isEmpty { lines.append("SASL " + mechanisms.joined(separator: " ")) }
    if let loginDelay { lines.append("LOGIN-DELAY \(loginDelay)") }
    if let expire { lines.append("EXPIRE \(expire)") }
    if let implementation { lines.append("IMPLEMENTATION \(implementation)") }
    return lines + otherLines
  }
}
