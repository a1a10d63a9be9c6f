import TestServers
import Testing

@Suite struct ScriptedServerTests {
  @Test func `two connections are played in turn, and what came is kept`() throws {
    let server = try ScriptedServer(
      """
      # The first line breaks after CAPA.
      S: +OK ready
      C: CAPA
      S-: +OK part\\x41
      ! drop
      S: +OK again
      C: USER *ice
      S64: K09LDQo=
      S*3: {n} uid-{n}
      C*2: RETR {n}
      S: -ERR
      """)
    do {
      var client = try RawClient(port: server.port)
      _ = try client.line()
      try client.send("CAPA\r\n")
      #expect(try client.rest() == Array("+OK partA".utf8))
    }
    do {
      var client = try RawClient(port: server.port)
      #expect(try client.line() == "+OK again")
      #expect(try client.ask("USER alice") == "+OK")
      for number in 1...3 { #expect(try client.line() == "\(number) uid-\(number)") }
      try client.send("RETR 1\r\nRETR 2\r\n")
      #expect(try client.line() == "-ERR")
    }
    try server.finish()
    #expect(server.received == [["CAPA"], ["USER alice", "RETR 1", "RETR 2"]])
  }

  @Test func `a mismatch names the line, and resets the connection`() throws {
    let server = try ScriptedServer("S: +OK\nC: CAPA\nS: -ERR")
    var client = try RawClient(port: server.port)
    _ = try client.line()
    try client.send("QUIT\r\n")
    #expect(throws: RawClient.Failure.self) { try client.rest() }
    let mismatch = #expect(throws: ScriptedServer.Mismatch.self) { try server.finish() }
    #expect(mismatch?.description == "connection 1, line 2, C: CAPA: received QUIT")
  }

  @Test func `a silent client, a connection too many and one too few are mismatches`() throws {
    let silent = try ScriptedServer("S: +OK\nC: CAPA", patience: .zero)
    let client = try RawClient(port: silent.port)
    #expect(throws: ScriptedServer.Mismatch.self) { try silent.finish() }
    let tooFew = try ScriptedServer("S: +OK\n! close\nS: +OK")
    #expect(throws: ScriptedServer.Mismatch.self) { try tooFew.finish(within: .zero) }
    let tooMany = try ScriptedServer("S: +OK\n! close")
    for _ in 1...2 {
      var client = try RawClient(port: tooMany.port)
      _ = try client.rest()
    }
    #expect(throws: ScriptedServer.Mismatch.self) { try tooMany.finish() }
    _ = consume client
  }

  @Test func `a stall lasts until the client gives up, and TLS starts where the transcript says`() throws {
    let authority = try TestAuthority()
    let server = try ScriptedServer(
      """
      S: +OK
      C: STLS
      S: +OK begin
      ! tls
      ! pieces 1
      S: +OK in small pieces
      C: QUIT
      ! stall
      """, identity: try authority.identity())
    do {
      var client = try RawClient(port: server.port)
      _ = try client.line()
      _ = try client.ask("STLS")
      try client.startTLS(trusting: authority)
      #expect(try client.line() == "+OK in small pieces")
      try client.send("QUIT\r\n")
    }
    try server.finish()
  }

  @Test(arguments: ["X: what", "! what", "S*x: what", "S64: ?", "S-: \\q", "! pieces 0"])
  func `a line that is no step is refused`(line: String) {
    #expect(throws: Transcript.Failure.self) { try Transcript(line) }
  }
}
