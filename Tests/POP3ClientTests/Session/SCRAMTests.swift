import OpenSSL
import POP3
import POP3Client
import Synchronization
import Testing

/// SCRAM with a server that does its own part of it.
@Suite(.timeLimit(.minutes(1))) struct SCRAMTests {
  /// Logs in; the first message that the server got.
  private func logIn(
    tls: Bool = true, mechanisms: String, _ mechanism: Credentials.Mechanism = .automatic,
    password: String = "pencil", fraud: SCRAMServer.Fraud = .none, isEnded: Bool = false,
    log: TraceLog = TraceLog()
  ) throws -> String {
    let certified = try Certified()
    let listener = try Listener()
    let first = Mutex("")
    let server = try SideThread {
      var server = SCRAMServer(try listener.accept(), password: "pencil", fraud: fraud)
      do {
        let text = try server.play(tls ? certified.identity : nil, mechanisms: mechanisms)
        first.withLock { $0 = text }
      } catch { if !isEnded { throw error } }
    }
    defer { server.join() }
    var session = try Session.open(
      Endpoint(listener, tls ? .implicit : .none, trust: certified.trust),
      timeouts: Timeouts(connect: .seconds(5), idle: .seconds(5)), trace: { log.add($0) },
      cancellation: Cancellation())
    try session.logIn(alice(mechanism, password: password))
    _ = try session.quit()
    server.join()
    return first.withLock { $0 }
  }

  @Test func `over TLS it is tied to the connection, where the server can`() throws {
    let first = try logIn(mechanisms: "PLAIN SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-256-PLUS")
    #expect(first.hasPrefix("p=tls-exporter,,n=alice,r="))
    #expect(try logIn(mechanisms: "PLAIN", .scram(.sha256, isBound: true)).hasPrefix("p=tls-exporter,,"))
  }

  @Test func `an exchange that is refused over TLS 1.3 is tried once more, tied as it was before RFC 9266`()
    throws
  {
    let certified = try Certified()
    let listener = try Listener()
    let second = Mutex("")
    let server = try SideThread {
      var peer = try listener.accept()
      try peer.startTLS(certified.identity)
      try peer.send("+OK ready\r\n")
      _ = try peer.line()
      try peer.send("+OK\r\nSASL SCRAM-SHA-256-PLUS\r\n.\r\n")
      _ = try peer.line()
      try peer.send("-ERR [AUTH] authenticating: bad protocol / cancel\r\n")
      _ = try peer.line()
      try peer.send("+ \r\n")
      let first = Base64.decode(Array(try peer.line().utf8)) ?? []
      second.withLock { $0 = String(decoding: first, as: UTF8.self) }
      try peer.send("-ERR [AUTH] no\r\n")
    }
    defer { server.join() }
    var session = try Session.open(
      Endpoint(listener, .implicit, trust: certified.trust),
      timeouts: Timeouts(connect: .seconds(5), idle: .seconds(5)), cancellation: Cancellation())
    #expect(throws: SessionFailure.self) { try session.logIn(alice()) }
    server.join()
    #expect(second.withLock { $0.hasPrefix("p=tls-unique,,n=alice,r=") })
  }

  @Test func `a server that announces nothing to be tied to is told that this side could`() throws {
    #expect(try logIn(mechanisms: "PLAIN SCRAM-SHA-256").hasPrefix("y,,"))
    // The user wants no binding although the server has it, and on a plain line there is none.
    #expect(
      try logIn(mechanisms: "SCRAM-SHA-256 SCRAM-SHA-256-PLUS", .scram(.sha256, isBound: false))
        .hasPrefix("n,,"))
    #expect(try logIn(tls: false, mechanisms: "SCRAM-SHA-256-PLUS SCRAM-SHA-256").hasPrefix("n,,"))
  }

  @Test func `no nonce comes twice`() throws {
    let nonces = try (0..<4).map { _ in try logIn(tls: false, mechanisms: "SCRAM-SHA-256") }
    #expect(Set(nonces).count == 4)
  }

  @Test func `a wrong password is a refusal, and nothing weaker is tried after it`() throws {
    let failure = try sessionFailure {
      _ = try logIn(mechanisms: "PLAIN SCRAM-SHA-256", password: "pen", isEnded: true)
    }
    guard case .loginRefused = failure.code else { throw failure }
    #expect(failure.attempt?.mechanism == "SCRAM-SHA-256")
    #expect("\(failure)".contains("\"auth\": \"plain\""))
  }

  @Test(arguments: [SCRAMServer.Fraud.believesAll, .forgesSignature])
  func `a server that does not know the password is not believed, whatever it says`(
    fraud: SCRAMServer.Fraud
  ) throws {
    let failure = try sessionFailure {
      _ = try logIn(tls: false, mechanisms: "PLAIN SCRAM-SHA-256", fraud: fraud, isEnded: true)
    }
    guard case .exchangeBroken("SCRAM-SHA-256", .serverUnproved) = failure.code else { throw failure }
    #expect("\(failure)".contains("did not prove") && failure.lesson == .logInFails)
  }

  @Test func `a trace shows nothing that a password could be tried out with`() throws {
    let log = TraceLog()
    _ = try logIn(mechanisms: "SCRAM-SHA-256", log: log)
    let exchange = log.lines.drop { !$0.contains("AUTH") }.prefix { $0 != "C: CAPA" }
    #expect(
      exchange == ["C: AUTH SCRAM-SHA-256 ****", "S: + ****", "C: ****", "S: + ****", "C: ****", "S: +OK in"])
  }
}
