import POP3
import POP3Client
import TestServers
import Testing

/// Servers that announce PIPELINING and cannot do it, or lose the line while they do.
@Suite(.timeLimit(.minutes(1))) struct PipelineFaultTests {
  /// What fetching three messages ends with, and what was complete by then.
  private func fetch(
    _ script: String, idle: Duration = .milliseconds(300)
  ) throws -> (failure: SessionFailure, messages: [String]) {
    var played = try loggedIn(capabilities: ["PIPELINING"], "C*3: RETR {n}\n\(script)", idle: idle)
    var sink = Collector()
    do {
      try played.session.retrieve(numbers(1...3), into: &sink)
    } catch let failure as SessionFailure {
      let reply = try played.quit()
      #expect(reply == nil)
      return (failure, sink.messages)
    }
    throw Unexpected(messages: sink.messages)
  }

  private struct Unexpected: Error { let messages: [String] }

  @Test func `commands that were thrown away are noticed: the server answers what is sent anew`() throws {
    let (failure, messages) = try fetch("S: +OK\nS: one\nS: .\nC: NOOP\nS: +OK\n! stall")
    #expect(failure.lesson == .pipeliningBreaks && messages == ["1: one\r\n"])
  }

  @Test func `a line that has gone silent is no fault of pipelining`() throws {
    let (failure, messages) = try fetch("S: +OK\nS: one\nS: .\n! stall")
    #expect(failure.isLineLoss && failure.lesson == nil && messages == ["1: one\r\n"])
    let (within, _) = try fetch("S: +OK\nS: one\n! stall")
    #expect(within.isLineLoss && within.lesson == nil)
  }

  @Test(arguments: ["S: +OK\nS: one\nS: .\n! close", "! reset"])
  func `a server that ends the line at the second command cannot pipeline`(script: String) throws {
    let (failure, _) = try fetch(script)
    #expect(failure.lesson == .pipeliningBreaks)
  }

  @Test func `a line that is lost later is no fault of pipelining`() throws {
    let (failure, messages) = try fetch("S-*2: +OK\\r\\n{n}\\r\\n.\\r\\n\n! close")
    #expect(failure.isLineLoss && failure.lesson == nil && messages.count == 2)
  }

  @Test(arguments: [
    "S: +OK\nS: one\nS: .\nS: garbage\n! stall", "S: +OK\nS: one\nS: .\nS: +ERR\n! stall",
    "S: +OK\nS: one\nS: .\nS: + go on\n! stall",
  ])
  func `garbled answers end the session and pipelining`(script: String) throws {
    let (failure, messages) = try fetch(script)
    #expect(failure.lesson == .pipeliningBreaks && messages == ["1: one\r\n"])
  }

  @Test(arguments: ["+OK again", "-ERR what"])
  func `an answer too many is not taken for a message`(extra: String) throws {
    let (failure, messages) = try fetch("S: +OK\nS: one\nS: .\nS: +OK\nS: \(extra)\nS: two\nS: .\n! stall")
    #expect(failure.lesson == .pipeliningBreaks && messages == ["1: one\r\n"])
  }

  @Test func `an answer that nothing asked for ends the session`() throws {
    var played = try loggedIn(
      capabilities: ["PIPELINING"], "C*2: DELE {n}\nS: +OK\nS: +OK\nS: -ERR autologout\n! stall")
    try played.session.delete(numbers(1...2)) { _, _ in }
    do {
      _ = try played.session.status()
      Issue.record("no error")
    } catch { #expect(error.code.isViolation || error.isRefusal) }
  }

  @Test func `with the hint commands go one at a time whatever the server announces`() throws {
    let server = try ScriptedServer(
      """
      S: +OK
      C: CAPA
      S: +OK
      S: PIPELINING
      S: .
      C: USER alice
      S: +OK
      C: PASS secret
      S: +OK
      C: CAPA
      S: -ERR
      C: RETR 1
      S: +OK
      S: +OK is how this message begins
      S: .
      C: RETR 2
      S: +OK
      S: .
      C: QUIT
      S: +OK
      ! end
      """)
    var session = try openSession(server, hints: ServerHints(pipeliningBreaks: true))
    try session.logIn(alice())
    let pipelines = session.pipelines
    #expect(!pipelines)
    var sink = Collector()
    try session.retrieve(numbers(1...2), into: &sink)
    #expect(sink.messages == ["1: +OK is how this message begins\r\n", "2: "])
    _ = try session.quit()
    try server.finish()
  }

  @Test func `cancelling ends a session that waits`() throws {
    let server = try ScriptedServer("S: +OK\nC: CAPA\n! stall")
    let cancellation = Cancellation()
    let failure = try sessionFailure {
      _ = try Session.open(
        Endpoint(host: server.address, port: server.port, security: .none),
        trace: { if $0.text == "CAPA" { cancellation.cancel() } }, cancellation: cancellation)
    }
    guard case .connection(let connection) = failure.code else { throw failure }
    #expect(connection.code == .cancelled && !failure.isLineLoss && failure.lesson == nil)
  }
}

extension SessionFailure.Code {
  var isViolation: Bool {
    if case .protocolViolation = self { true } else { false }
  }
}
