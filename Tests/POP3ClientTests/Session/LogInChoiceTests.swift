import POP3
import POP3Client
import TestServers
import Testing

/// Which way to log in is taken.
@Suite(.timeLimit(.minutes(1))) struct LogInChoiceTests {
  private static let timestamp = "+OK <1896.697170952@dbc.mtview.ca.us>"

  /// The first command of a log-in with a server that announces `lines`.
  private func first(
    _ lines: [String], greeting: String = timestamp, authority: TestAuthority? = nil,
    hints: ServerHints = ServerHints(), _ credentials: Credentials = alice()
  ) throws -> String {
    let list = (["S: +OK"] + lines.map { "S: \($0)" } + ["S: ."]).joined(separator: "\n")
    let server = try ScriptedServer(
      "\(authority == nil ? "" : "! tls\n")S: \(greeting)\nC: CAPA\n\(list)\nC: *\nS: -ERR [AUTH] no\n! end",
      identity: try authority?.identity())
    var session = try openSession(
      server, authority == nil ? .none : .implicit, authority: authority, hints: hints)
    let failure = try sessionFailure { try session.logIn(credentials) }
    guard case .loginRefused = failure.code else { throw failure }
    return failure.attempt?.mechanism ?? ""
  }

  /// From the strongest to the weakest that a password has; the list gets shorter with each round.
  @Test func `over TLS the strongest that both sides have`() throws {
    let authority = try TestAuthority()
    let order = [
      "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN", "CRAM-MD5",
    ]
    for count in order.indices {
      // In the order of a server that knows no better, beside ones that this side has not.
      let offered = order[count...].reversed() + ["GSSAPI", "XOAUTH2", "EXTERNAL", "DIGEST-MD5"]
      let way = try first(["SASL \(offered.joined(separator: " "))"], authority: authority)
      #expect(way == order[count])
    }
    #expect(try first(["SASL LOGIN", "USER"], authority: authority) == "USER")
    #expect(try first(["TOP"], authority: authority) == "APOP")
  }

  @Test func `on a plain line first what keeps the password from it`() throws {
    let order = ["SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5"]
    for count in order.indices {
      let offered = ["LOGIN", "PLAIN"] + order[count...].reversed()
      #expect(try first(["USER", "SASL \(offered.joined(separator: " "))"]) == order[count])
    }
    #expect(try first(["USER", "SASL PLAIN"]) == "APOP")
    #expect(try first(["USER", "SASL PLAIN"], greeting: "+OK ready") == "PLAIN")
    // What is tied to TLS is of no use here.
    #expect(try first(["USER", "SASL SCRAM-SHA-256-PLUS"], greeting: "+OK") == "USER")
  }

  @Test func `a certificate is enough for EXTERNAL, and for nothing else`() throws {
    let authority = try TestAuthority()
    let own = Credentials(user: "alice", secret: Secret([]), kind: .certificate)
    #expect(try first(["SASL PLAIN EXTERNAL"], authority: authority, own) == "EXTERNAL")
    let failure = try sessionFailure {
      _ = try first(["SASL PLAIN"], authority: authority, own)
    }
    guard case .noCommonMechanism(["PLAIN"]) = failure.code else { throw failure }
  }

  @Test(arguments: [
    Credentials.Mechanism.external, .scram(.sha256, isBound: true), .scram(.sha1, isBound: true),
  ])
  func `what works over TLS alone is not tried on a plain line`(mechanism: Credentials.Mechanism) throws {
    let server = try ScriptedServer("S: +OK\nC: CAPA\nS: -ERR\nC: QUIT\nS: +OK\n! end")
    var session = try openSession(server)
    let failure = try sessionFailure { try session.logIn(alice(mechanism)) }
    guard case .mechanismNeedsTLS = failure.code else { throw failure }
    _ = try session.quit()
    try server.finish()
  }

  @Test(arguments: ["SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5"])
  func `a server that had a better way sends no password over a plain line because it has lost it`(
    known: String
  ) throws {
    let hints = ServerHints(mechanisms: ["PLAIN", known])
    for lines in [["SASL PLAIN"], ["USER"], ["SASL LOGIN"]] {
      let failure = try sessionFailure { _ = try first(lines, greeting: "+OK", hints: hints) }
      guard case .downgraded(known) = failure.code else { throw failure }
      #expect("\(failure)".contains(known))
    }
    // Named by the user, or over TLS with a server that is known by its certificate, it is what they want.
    #expect(try first(["SASL PLAIN"], hints: hints, alice(.plain)) == "PLAIN")
    #expect(try first(["SASL PLAIN"], authority: try TestAuthority(), hints: hints) == "PLAIN")
  }

  @Test func `a way that the server does not announce is tried where it is named, and its refusal says so`()
    throws
  {
    let list = "S: +OK\nS: SASL PLAIN\nS: ."
    let server = try ScriptedServer(
      "S: +OK\nC: CAPA\n\(list)\nC: AUTH SCRAM-SHA-1 *\nS: -ERR [AUTH] what?\n! end")
    var session = try openSession(server)
    let failure = try sessionFailure { try session.logIn(alice(.scram(.sha1, isBound: false))) }
    #expect("\(failure)".contains("by SCRAM-SHA-1, which it does not announce (it has PLAIN)"))
  }
}
