import POP3
import POP3Client
import TestServers
import Testing

@Suite(.timeLimit(.minutes(1))) struct TraceTests {
  @Test func `a trace shows the dialogue without secrets and without control characters`() throws {
    let log = TraceLog()
    var played = try loggedIn(
      capabilities: ["UIDL", "IMPLEMENTATION \u{1B}[2J"],
      "C: UIDL\nS: +OK\nS*3: {n} u\nS: .\nC: RETR 1\nS: +OK\nS: body\nS: .\nC: QUIT\nS: +OK bye\n! end",
      log: log)
    _ = try played.session.uniqueIDs { _ in }
    var sink = Collector()
    try played.session.retrieve(numbers(1...1), into: &sink)
    try played.finish()
    #expect(
      log.lines == [
        "S: +OK ready", "C: CAPA", "S: -ERR not yet", "C: USER alice", "S: +OK", "C: PASS ****", "S: +OK",
        "C: CAPA",
        "S: +OK", "S: UIDL", "S: IMPLEMENTATION \\u{1B}[2J", "S: .", "C: UIDL", "S: +OK", "S: (3 lines)",
        "C: RETR 1",
        "S: +OK", "S: (6 octets)", "C: QUIT", "S: +OK bye",
      ])
  }

  @Test func `every way to log in keeps its secret out of the trace`() throws {
    let ways: [(Credentials.Mechanism, String)] = [
      (.user, "C: USER *\nS: +OK\nC: PASS *\nS: +OK you said secret"),
      (.apop, "C: APOP *\nS: +OK"),
      (.plain, "C: AUTH PLAIN *\nS: -ERR AGFsaWNlAHNlY3JldA==\nC: AUTH PLAIN\nS: +\nC: *\nS: +OK"),
      (.login, "C: AUTH LOGIN\nS: +\nC: *\nS: +\nC: *\nS: +OK c2VjcmV0"),
    ]
    for (mechanism, script) in ways {
      let log = TraceLog()
      let server = try ScriptedServer("S: +OK <a@b>\nC: CAPA\nS: -ERR\n\(script)\nC: CAPA\nS: -ERR\n! end")
      var session = try openSession(server, log: log)
      try session.logIn(alice(mechanism))
      let text = log.lines.joined(separator: "\n")
      for secret in ["secret", "c2VjcmV0", "AGFsaWNlAHNlY3JldA=="] {
        #expect(!text.contains(secret), "\(mechanism)")
      }
    }
  }

  @Test func `every failure is a sentence`() {
    let reply = Reply(.err, text: Array("no\u{1B}".utf8))
    let codes: [SessionFailure.Code] = [
      .connection(ConnectionFailure(.transfer, .closed, host: "h", port: 1)),
      .protocolViolation(.unexpectedContinuation),
      .refused(reply), .loginRefused(reply), .starttlsNotOffered, .startTLSInjection, .plaintextForbidden,
      .noCommonMechanism(["X"]), .pipeliningBroken,
    ]
    for code in codes {
      let text = SessionFailure(.logIn, code).description
      #expect(text.count > 20 && !text.contains("\u{1B}") && !text.hasSuffix("."))
    }
  }
}
