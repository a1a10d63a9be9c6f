import DemoServer
import TestServers
import Testing

@Suite struct FaultyServerTests {
  private func messages(_ count: Int) -> [ServedMessage] {
    (0..<count).map { ServedMessage(uid: Array("u\($0)".utf8), content: Array("message \($0)\r\n".utf8)) }
  }

  private func faulty(_ count: Int = 3, _ set: (inout Quirks) -> Void) throws -> FaultyServer {
    var quirks = Quirks()
    set(&quirks)
    return try FaultyServer.start(messages: messages(count), quirks: quirks)
  }

  @Test func `the line is cut after any octet of the session`() throws {
    for octets in stride(from: 0, to: 200, by: 7) {
      let faulty = try faulty { $0.cuts = [Quirks.Cut(.afterOctets(octets))] }
      var client = try RawClient(port: faulty.port)
      try client.send(
        "USER alice\r\nPASS secret\r\nRETR 1\r\nRETR 2\r\nRETR 3\r\nNOOP\r\nNOOP\r\nNOOP\r\nNOOP\r\n")
      #expect(try client.rest().count == octets)
    }
  }

  @Test func `the line is cut in a message, once`() throws {
    let uid = Array("u1".utf8)
    let faulty = try faulty { $0.cuts = [Quirks.Cut(.inMessage(uid, afterOctets: 20), connection: 1)] }
    do {
      var client = try RawClient.loggedIn(faulty.server)
      #expect(try client.askForMany("RETR 1").body == Array("message 0\r\n".utf8))
      try client.send("RETR 2\r\nRETR 3\r\n")
      #expect(try client.rest() == Array("+OK 11 octets\r\nmessa".utf8))
    }
    var client = try RawClient.loggedIn(faulty.server)
    #expect(try client.askForMany("RETR 2").body == Array("message 1\r\n".utf8))
  }

  @Test func `a reset is a reset`() throws {
    let faulty = try faulty { $0.cuts = [Quirks.Cut(.afterOctets(3), ending: .reset)] }
    var client = try RawClient(port: faulty.port)
    #expect(throws: RawClient.Failure.self) { try client.rest() }
  }

  @Test func `a window shows other messages once the first were retrieved`() throws {
    let faulty = try faulty(5) { $0.window = 2 }
    for (shown, name) in [(2, "u0"), (2, "u2"), (1, "u4"), (0, "")] {
      var client = try RawClient.loggedIn(faulty.server)
      #expect(try client.ask("STAT").hasPrefix("+OK \(shown) "))
      guard shown > 0 else { return }
      #expect(try client.ask("UIDL 1") == "+OK 1 \(name)")
      for number in 1...shown { _ = try client.askForMany("RETR \(number)") }
      #expect(try client.ask("QUIT") == "+OK bye")
    }
  }

  @Test func `listings lie`() throws {
    let faulty = try faulty {
      $0.shownUIDs = [Array("u1".utf8): Array("u0".utf8), Array("u2".utf8): []]
      $0.listedOctets = { $0 * 2 }
      $0.replies = ["STAT": "+OK 99 -1\r\n", "UIDL 3": "-ERR\r\n"]
      $0.hidden = []
    }
    var client = try RawClient.loggedIn(faulty.server)
    #expect(try client.askForMany("UIDL").body == Array("1 u0\r\n2 u0\r\n3 \r\n".utf8))
    #expect(try client.ask("LIST 1") == "+OK 1 22")
    #expect(try client.ask("STAT") == "+OK 99 -1")
    #expect(try client.ask("UIDL 3") == "-ERR")
    _ = try client.ask("QUIT")
    faulty.change {
      $0 = Quirks()
      $0.uidPrefix = [120]
    }
    var second = try RawClient.loggedIn(faulty.server)
    #expect(try second.askForMany("UIDL").body == Array("1 xu0\r\n2 xu1\r\n3 xu2\r\n".utf8))
  }

  @Test func `deletions are refused, forgotten, or their end is lost`() throws {
    let server = try faulty { $0.deletion = .refused }
    func deleteFirst() throws -> [UInt8] {
      var client = try RawClient.loggedIn(server.server)
      let reply = try client.ask("DELE 1")
      #expect(reply.hasPrefix("-ERR") == (server.server.counts.logIns == 1))
      try client.send("QUIT\r\n")
      return try client.rest()
    }
    _ = try deleteFirst()
    for (deletion, quit, answer, left) in [
      (Quirks.Deletion.forgotten, Quirks.Quit.honest, "+OK bye\r\n", 3),
      (.honest, .refused, "-ERR some deleted messages not removed\r\n", 3), (.honest, .lostBefore, "", 3),
      (.honest, .lostAfter, "", 2),
    ] {
      server.change {
        $0.deletion = deletion
        $0.quit = quit
      }
      #expect(try deleteFirst() == Array(answer.utf8))
      #expect(server.server.remaining().count == left)
    }
  }

  @Test func `log-in, CAPA and commands have their limits`() throws {
    let faulty = try faulty {
      $0.spuriousRefusals = 1
      $0.commandLimit = 5
      $0.capabilityReply = .lessBeforeLogIn
    }
    var client = try RawClient.greeted(faulty.server)
    _ = try client.ask("USER alice")
    #expect(try client.ask("PASS secret") == "-ERR refused")
    _ = try client.ask("USER alice")
    #expect(try client.askForMany("CAPA").body == Array("USER\r\nSASL PLAIN\r\n".utf8))
    #expect(try client.ask("PASS secret").hasPrefix("+OK"))
    try client.send("STAT\r\n")
    #expect(try client.rest().isEmpty)
    faulty.change { $0.capabilityReply = .dropsTheLine }
    var second = try RawClient.greeted(faulty.server)
    try second.send("CAPA\r\n")
    #expect(try second.rest().isEmpty)
  }

  @Test func `pipelined commands are lost, and replies come in single octets`() throws {
    let faulty = try faulty {
      $0.losesPipelinedCommands = true
      $0.pieceSize = 1
      $0.unreadable = [Array("u1".utf8)]
    }
    var client = try RawClient.loggedInSlowly(faulty.server)
    try client.send("NOOP\r\nNOOP\r\nNOOP\r\n")
    #expect(try client.line() == "+OK ")
    #expect(try client.ask("RETR 2") == "-ERR cannot read the message")
  }
}

extension RawClient {
  /// Logs in one command at a time.
  fileprivate static func loggedInSlowly(_ server: DemoServer) throws -> RawClient {
    var client = try RawClient.greeted(server)
    _ = try client.ask("USER alice")
    guard try client.ask("PASS secret").hasPrefix("+OK") else { throw Failure(description: "log-in") }
    return client
  }
}
