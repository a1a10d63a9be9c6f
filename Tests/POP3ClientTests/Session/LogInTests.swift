import OpenSSL
import POP3
import POP3Client
import TestServers
import Testing

@Suite(.timeLimit(.minutes(1))) struct LogInTests {
  /// A server that announces `capabilities` and then plays `script`, and what comes of logging in.
  private func attempt(
    greeting: String = "+OK ready", _ capabilities: [String]?, _ script: String,
    _ credentials: Credentials = alice()
  ) throws {
    let answer = capabilities.map { (["S: +OK"] + $0.map { "S: \($0)" } + ["S: ."]).joined(separator: "\n") }
    let server = try ScriptedServer("S: \(greeting)\nC: CAPA\n\(answer ?? "S: -ERR")\n\(script)")
    var session = try openSession(server)
    try session.logIn(credentials)
    _ = try session.quit()
    try server.finish()
  }

  private let goodbye = "C: CAPA\nS: -ERR\nC: QUIT\nS: +OK\n! end"

  @Test func `USER and PASS, where the server has nothing else or no CAPA`() throws {
    let script = "C: USER alice\nS: +OK\nC: PASS secret\nS: +OK\n\(goodbye)"
    try attempt(["USER"], script)
    try attempt(nil, script)
    try attempt(["TOP"], script)
    try attempt(["SASL PLAIN", "USER"], script, alice(.user))
  }

  @Test func `PLAIN, where the server announces it, in one step, and in two where it does not take that`()
    throws
  {
    try attempt(["SASL LOGIN PLAIN", "USER"], "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: +OK\n\(goodbye)")
    let script =
      "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: -ERR what?\n"
      + "C: AUTH PLAIN\nS: + \nC: AGFsaWNlAHNlY3JldA==\nS: +OK\n\(goodbye)"
    try attempt(["SASL LOGIN PLAIN", "USER"], script)
    try attempt(nil, script.replacing("S: + \n", with: "S: +OK \n"), alice(.plain))
    try attempt(nil, script.replacing("S: + \n", with: "S: +\n"), alice(.plain))
  }

  @Test func `LOGIN, where nothing better is to be had`() throws {
    let script =
      "C: AUTH LOGIN\nS: + VXNlcm5hbWU6\nC: YWxpY2U=\nS: + UGFzc3dvcmQ6\nC: c2VjcmV0\nS: +OK\n\(goodbye)"
    try attempt(["SASL LOGIN XOAUTH2"], script)
    try attempt(["SASL PLAIN"], script, alice(.login))
  }

  @Test func `a token logs in in two steps by XOAUTH2, and in one where the server refuses that`() throws {
    let script = "C: AUTH XOAUTH2\nS: +\nC: dXNlcj1hbGljZQFhdXRoPUJlYXJlciBzZWNyZXQBAQ==\nS: +OK\n\(goodbye)"
    try attempt(["SASL XOAUTH2"], script, alice(.xoauth2))
    try attempt(nil, script.replacing("S: +\n", with: "S: +OK \n"), alice(.xoauth2))
    let long = String(repeating: "t", count: 2000)
    try attempt(
      nil, "C: AUTH XOAUTH2\nS: -ERR what?\nC: AUTH XOAUTH2 *\nS: +OK\n\(goodbye)", token(.xoauth2, long))
  }

  @Test
  func
    `a token logs in in one step by OAUTHBEARER where it is short, and in two where it is long or the server wants that`()
    throws
  {
    let name = "OAUTHBEARER"
    try attempt(["SASL \(name)"], "C: AUTH \(name) *\nS: +OK\n\(goodbye)", token(.oauthbearer))
    let again = "C: AUTH \(name) *\nS: -ERR what?\nC: AUTH \(name)\nS: +\nC: *\nS: +OK\n\(goodbye)"
    try attempt(["SASL \(name)"], again, token(.oauthbearer))
    try attempt(nil, again.replacing("S: +\n", with: "S: +OK \n"), token(.oauthbearer))
    // One that takes no notice of what came along asks for it.
    try attempt(
      ["SASL \(name)"], "C: AUTH \(name) *\nS: +\nC: *\nS: +OK\n\(goodbye)", token(.oauthbearer))
    let long = token(.oauthbearer, String(repeating: "t", count: 2000))
    try attempt(["SASL \(name)"], "C: AUTH \(name)\nS: +\nC: *\nS: +OK\n\(goodbye)", long)
    try attempt(nil, "C: AUTH \(name)\nS: -ERR what?\nC: AUTH \(name) *\nS: +OK\n\(goodbye)", long)
  }

  @Test func `a token goes by what the server has, and by nothing that is for passwords`() throws {
    let bearer = "C: AUTH OAUTHBEARER *\nS: +OK\n\(goodbye)"
    try attempt(["SASL PLAIN XOAUTH2 OAUTHBEARER"], bearer, token())
    try attempt(["SASL PLAIN XOAUTH2"], "C: AUTH XOAUTH2\nS: +\nC: *\nS: +OK\n\(goodbye)", token())
    try attempt(nil, "C: AUTH XOAUTH2\nS: +\nC: *\nS: +OK\n\(goodbye)", token())
    let failure = try sessionFailure { try attempt(["USER", "SASL PLAIN"], "! end", token()) }
    guard case .noCommonMechanism(["PLAIN"]) = failure.code else { throw failure }
  }

  private func token(
    _ mechanism: Credentials.Mechanism = .automatic, _ text: String = "secret"
  ) -> Credentials {
    Credentials(
      user: "alice", secret: Secret(Array(text.utf8)), kind: .token, mechanism: mechanism,
      allowPlaintext: true)
  }

  @Test func `a refused token is answered with an empty line, and what the server said of it is told`() throws
  {
    // {"status":"401","schemes":"bearer","scope":"secret https://mail.example.org/"}
    let reason =
      "eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIiwic2NvcGUiOiJzZWNyZXQgaHR0cHM6Ly9tYWlsLmV4YW1wbGUub3JnLyJ9"
    let script = "C: AUTH XOAUTH2\nS: + \nC: dXNlcj1*\nS: + \(reason)\nC: \nS: -ERR [AUTH] no\n! end"
    let failure = try sessionFailure { try attempt(["SASL XOAUTH2"], script, alice(.xoauth2)) }
    guard case .tokenRefused(let reply, let complaint) = failure.code else { throw failure }
    #expect(reply.code == .auth)
    // The token is "secret": a server that says it back is not repeated.
    #expect(complaint.printable == "status 401, scope **** https://mail.example.org/")
    #expect("\(failure)".contains(complaint.printable))
    // A server that gives no reason, and one whose reason never ends.
    let plain = try sessionFailure {
      try attempt(nil, "C: AUTH XOAUTH2\nS: -ERR [AUTH] unknown\n! end", alice(.xoauth2))
    }
    guard case .loginRefused = plain.code else { throw plain }
    let endless =
      "C: AUTH XOAUTH2\nS: +\nC: dXNlcj1*\nS: + \(reason)\nC: \nS: + \(reason)\nC: *\nS: -ERR\n! end"
    let cancelled = try sessionFailure { try attempt(nil, endless, alice(.xoauth2)) }
    guard case .tokenRefused = cancelled.code else { throw cancelled }
  }

  @Test func `APOP on a plain line, where the greeting has a timestamp`() throws {
    // The example of RFC 1939, section 7.
    let script = "C: APOP alice c4c9334bac560ecc979e58001b3e22fb\nS: +OK\n\(goodbye)"
    let greeting = "+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>"
    try attempt(greeting: greeting, ["USER", "SASL PLAIN"], script, alice(password: "tanstaaf"))
    try attempt(greeting: greeting, nil, script, alice(.apop, password: "tanstaaf"))
  }

  @Test func `no way that both sides have is said, and nothing is sent`() throws {
    let failure = try sessionFailure { try attempt(["SASL XOAUTH2 GSSAPI"], "! end") }
    guard case .noCommonMechanism(["XOAUTH2", "GSSAPI"]) = failure.code else { throw failure }
    let apop = try sessionFailure { try attempt(["USER"], "! end", alice(.apop)) }
    guard case .noCommonMechanism = apop.code else { throw apop }
  }

  @Test(arguments: [
    Credentials.Mechanism.automatic, .user, .apop, .plain, .login, .xoauth2, .oauthbearer, .cramMD5,
    .external,
    .scram(.sha256, isBound: false),
  ])
  func `no secret goes over a plain line unless the user wrote so`(mechanism: Credentials.Mechanism) throws {
    let server = try ScriptedServer("S: +OK <a@b>\nC: CAPA\nS: -ERR\nC: QUIT\nS: +OK\n! end")
    var session = try openSession(server)
    do {
      try session.logIn(alice(mechanism, allowPlaintext: false))
      Issue.record("logged in")
    } catch {
      guard case .plaintextForbidden = error.code else { throw error }
    }
    _ = try session.quit()
    try server.finish()
  }

  @Test func `a refusal without a reason is tried once more`() throws {
    let again = "C: USER alice\nS: +OK\nC: PASS secret\nS: -ERR what\nC: USER alice\nS: +OK\nC: PASS secret\n"
    try attempt(["USER"], again + "S: +OK\n" + goodbye)
    let failure = try sessionFailure { try attempt(["USER"], again + "S: -ERR no\n! end") }
    guard case .loginRefused(let reply) = failure.code else { throw failure }
    #expect(reply.printable == "no")
    let lost = try sessionFailure { try attempt(["USER"], again + "! reset") }
    guard case .loginRefused(let first) = lost.code else { throw lost }
    #expect(first.printable == "what")
  }

  @Test(arguments: [
    ("[AUTH] wrong", ResponseCode.auth), ("[in-use] locked", .inUse), ("[SYS/TEMP] later", .sysTemp),
    ("[SYS/PERM] never", .sysPerm), ("[LOGIN-DELAY] wait", .loginDelay),
  ])
  func `a refusal with a reason is not tried again`(text: String, code: ResponseCode) throws {
    let failure = try sessionFailure {
      try attempt(["USER"], "C: USER alice\nS: +OK\nC: PASS secret\nS: -ERR \(text)\n! end")
    }
    guard case .loginRefused(let reply) = failure.code else { throw failure }
    #expect(reply.code == code)
    #expect(failure.description.contains(text) && !failure.isLineLoss && failure.lesson == .logInFails)
  }

  @Test func `what the server quotes of a secret goes no further`() throws {
    let failure = try sessionFailure {
      try attempt(
        nil, "C: AUTH PLAIN *\nS: -ERR [AUTH] unknown command AGFsaWNlAHNlY3JldA==, secret\n! end",
        alice(.plain))
    }
    #expect(failure.description.contains("unknown command ****, ****"))
  }

  @Test func `an answer that makes the command longer than servers must take waits for its challenge`() throws
  {
    let password = String(repeating: "p", count: 200)
    try attempt(
      ["SASL PLAIN"], "C: AUTH PLAIN\nS: +\nC: *\nS: +OK\n\(goodbye)", alice(password: password))
  }

  @Test func `what the caller asks first goes out with CAPA in one flight`() throws {
    let server = try ScriptedServer(
      """
      S: +OK ready
      C: CAPA
      S-: +OK\\r\\nSASL PLAIN\\r\\nPIPELINING\\r\\n.\\r\\n
      C: AUTH PLAIN *
      S: +OK
      C: CAPA
      C: STAT
      C: UIDL 2
      S-: +OK\\r\\nPIPELINING\\r\\n.\\r\\n
      S: +OK 2 20
      S: +OK 2 b
      C: QUIT
      S: +OK
      ! end
      """)
    var session = try openSession(server)
    let last = try #require(MessageNumber(2))
    try session.logIn(alice(), thenAsking: [.stat, .uidl(last)])
    let (status, uid) = try session.probe(last: last)
    #expect(status.count == 2 && uid?.printable == "b")
    _ = try session.quit()
    try server.finish()
  }

  @Test func `what was sent ahead and is not wanted is passed over`() throws {
    let server = try ScriptedServer(
      """
      S: +OK ready
      C: CAPA
      S-: +OK\\r\\nSASL PLAIN\\r\\nPIPELINING\\r\\n.\\r\\n
      C: AUTH PLAIN *
      S: +OK
      C: CAPA
      C: STAT
      C: LIST
      C: UIDL
      S-: +OK\\r\\nPIPELINING\\r\\n.\\r\\n
      S: +OK 0 0
      S-: +OK\\r\\n.\\r\\n
      S-: +OK\\r\\n.\\r\\n
      C: QUIT
      S: +OK
      ! end
      """)
    var session = try openSession(server)
    try session.logIn(alice(), thenAsking: [.stat, .list(nil), .uidl(nil)])
    #expect(try session.status().count == 0)
    #expect(try session.quit()?.status == .ok)
    try server.finish()
  }

  @Test func `a server that is remembered is asked for its capabilities after the log-in alone`() throws {
    let known = ServerHints(capabilities: Capabilities(lines: ["SASL PLAIN", "PIPELINING"]))
    let server = try ScriptedServer(
      "S: +OK\nC: AUTH PLAIN *\nS: +OK\nC: CAPA\nS: -ERR\nC: QUIT\nS: +OK\n! end")
    var session = try openSession(server, hints: known)
    try session.logIn(alice())
    #expect(session.announced == known.capabilities)
    _ = try session.quit()
    try server.finish()
  }

  @Test func `where a remembered way to log in is refused the server is asked which ways it has`() throws {
    let known = ServerHints(capabilities: Capabilities(lines: ["SASL PLAIN"]))
    let server = try ScriptedServer(
      """
      S: +OK
      C: AUTH PLAIN *
      S: -ERR no such thing
      C: CAPA
      S-: +OK\\r\\nUSER\\r\\n.\\r\\n
      C: USER alice
      S: +OK
      C: PASS secret
      S: +OK
      C: CAPA
      S: -ERR
      C: QUIT
      S: +OK
      ! end
      """)
    var session = try openSession(server, hints: known)
    try session.logIn(alice())
    #expect(session.announced?.hasUSER == true)
    _ = try session.quit()
    try server.finish()
  }

  @Test func `capabilities after the log-in count`() throws {
    let played = try loggedIn(capabilities: ["PIPELINING", "UIDL", "EXPIRE 0"], "C: QUIT\nS: +OK\n! end")
    let (pipelines, expire) = (played.session.pipelines, played.session.capabilities?.expire)
    #expect(pipelines && expire == .days(0))
    try played.finish()
  }
}
