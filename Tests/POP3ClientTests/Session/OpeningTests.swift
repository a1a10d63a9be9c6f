import OpenSSL
import POP3
import POP3Client
import TestServers
import Testing

@Suite(.timeLimit(.minutes(1))) struct OpeningTests {
  private func failure(
    _ script: String, _ security: Endpoint.Security = .none, idle: Duration = .seconds(5),
    authority: TestAuthority? = nil
  ) throws -> (SessionFailure, ScriptedServer) {
    let server = try ScriptedServer(script, identity: try authority?.identity())
    let failure = try sessionFailure {
      _ = try openSession(server, security, authority: authority, idle: idle)
    }
    return (failure, server)
  }

  private static let kilobyte = String(repeating: "x", count: 1_024)

  @Test(arguments: ["S: +ERR no", "S: 220 smtp.example.org ESMTP", "S: ", "S-*1025: \(kilobyte)", "S-: +OK"])
  func `a greeting that is none is an error with a class`(script: String) throws {
    let (failure, _) = try failure("\(script)\n! stall", idle: .milliseconds(200))
    #expect(failure.stage == .greeting && !failure.isRefusal)
  }

  @Test func `a greeting that dribbles is an error in time, although no single wait is long`() throws {
    let (failure, _) = try failure("! pieces 1\nS-*100000000: x\n! stall", idle: .milliseconds(30))
    guard case .connection(let connection) = failure.code else { throw failure }
    #expect(connection.code == .timedOut)
  }

  @Test func `no greeting at all is an error in time`() throws {
    let (silent, _) = try failure("! stall", idle: .milliseconds(100))
    guard case .connection(let connection) = silent.code else { throw silent }
    #expect(connection.code == .timedOut && silent.description.contains("no greeting"))
    let (ended, _) = try failure("! close")
    guard case .connection(let end) = ended.code else { throw ended }
    #expect(end.code == .closed)
  }

  @Test func `a greeting that refuses is told with its reason`() throws {
    let (failure, server) = try failure("S: -ERR [SYS/TEMP] too many connections\n! close")
    guard case .refused(let reply) = failure.code else { throw failure }
    #expect(reply.code == .sysTemp && failure.stage == .greeting)
    #expect(failure.description.contains("too many connections"))
    try server.finish()
  }

  @Test(arguments: ["! stall", "! close", "! reset", "S: what is that\n! end"])
  func `a server that cannot bear CAPA teaches that`(end: String) throws {
    let (failure, _) = try failure("S: +OK\nC: CAPA\n\(end)", idle: .milliseconds(200))
    #expect(failure.stage == .capabilities && failure.lesson == .capabilitiesBreakTheLine)
  }

  @Test func `a server that cannot bear CAPA is not asked again`() throws {
    let server = try ScriptedServer(
      "S: +OK\nC: USER alice\nS: +OK\nC: PASS secret\nS: +OK\nC: STAT\nS: +OK 0 0\nC: QUIT\nS: +OK\n! end")
    var session = try openSession(server, hints: ServerHints(skipCapabilities: true))
    try session.logIn(alice())
    let status = try session.status()
    #expect(status == MaildropStatus(count: 0, octets: 0))
    _ = try session.quit()
    try server.finish()
  }

  @Test func `STLS, and all that was announced before it is asked anew`() throws {
    let authority = try TestAuthority()
    let server = try ScriptedServer(
      """
      S: +OK
      C: CAPA
      S: +OK
      S: STLS
      S: PIPELINING
      S: .
      C: STLS
      S: +OK
      ! tls
      C: CAPA
      S: +OK
      S: SASL PLAIN
      S: .
      C: AUTH PLAIN *
      S: +OK
      C: CAPA
      S: -ERR
      C: QUIT
      S: +OK
      ! end
      """, identity: try authority.identity())
    var session = try openSession(server, .starttls, authority: authority)
    let (isEncrypted, pipelines) = (session.tls != nil, session.pipelines)
    #expect(isEncrypted && !pipelines)
    try session.logIn(alice(allowPlaintext: false))
    _ = try session.quit()
    try server.finish()
  }

  @Test func `octets sent along with the answer to STLS end the session`() throws {
    let authority = try TestAuthority()
    let (failure, _) = try failure(
      "S: +OK\nC: CAPA\nS: -ERR\nC: STLS\nS-: +OK\\r\\n+OK injected\\r\\n\n! stall", .starttls,
      authority: authority)
    guard case .startTLSInjection = failure.code else { throw failure }
  }

  @Test(arguments: ["S: +OK\nS: USER\nS: .\n! end", "S: -ERR\nC: STLS\nS: -ERR\n! end"])
  func `without STLS the session ends and no secret is sent`(answer: String) throws {
    let (failure, server) = try failure("S: +OK\nC: CAPA\n\(answer)", .starttls)
    guard case .starttlsNotOffered = failure.code else { throw failure }
    try server.finish()
  }

  @Test func `implicit TLS, and a certificate that nobody vouches for`() throws {
    let authority = try TestAuthority()
    let script = "! tls\nS: +OK\nC: CAPA\nS: -ERR\nC: QUIT\nS: +OK bye\n! close"
    let server = try ScriptedServer(script, identity: try authority.identity())
    let session = try openSession(server, .implicit, authority: authority)
    let reply = try session.quit()
    #expect(reply?.printable == "bye")
    try server.finish()
    let stranger = try ScriptedServer("! tls\n! stall", identity: try TestAuthority().identity())
    let failure = try sessionFailure { _ = try openSession(stranger, .implicit, authority: authority) }
    #expect(failure.stage == .connect && !failure.isLineLoss)
  }

  @Test func `nobody there is a failure of the connection`() throws {
    let server = try ScriptedServer("! end")
    server.stop()
    let failure = try sessionFailure { _ = try openSession(server) }
    guard case .connection(let connection) = failure.code else { throw failure }
    #expect(connection.code == .refused && !failure.isLineLoss && failure.lesson == nil)
  }
}
