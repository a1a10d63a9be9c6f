import DemoServer
import Testing

@Suite struct DemoServerTests {
  @Test func `a session lists, retrieves and deletes, and the deletion takes effect at QUIT`() throws {
    let server = try start(["one\r\n", "two\r\n", "three\r\n"])
    var client = try RawClient.loggedIn(server)
    #expect(try client.ask("STAT") == "+OK 3 17")
    #expect(try client.ask("LIST 3") == "+OK 3 7")
    #expect(try client.askForMany("UIDL").body == Array("1 uid-1\r\n2 uid-2\r\n3 uid-3\r\n".utf8))
    #expect(try client.askForMany("RETR 2").body == Array("two\r\n".utf8))
    #expect(try client.ask("DELE 2") == "+OK marked")
    #expect(try client.ask("RETR 2") == "-ERR no such message")
    #expect(try client.askForMany("LIST").body == Array("1 5\r\n3 7\r\n".utf8))
    #expect(server.remaining().count == 3)
    #expect(try client.ask("QUIT") == "+OK bye")
    #expect(server.remaining() == [Array("uid-1".utf8), Array("uid-3".utf8)])
    #expect(server.counts.retrieved == 1 && server.counts.removed == 1)
  }

  @Test func `without QUIT nothing is deleted, and RSET takes marks back`() throws {
    let server = try start(["one\r\n", "two\r\n"])
    do {
      var client = try RawClient.loggedIn(server)
      _ = try client.ask("DELE 1")
    }
    var client = try RawClient.loggedIn(server)
    #expect(try client.ask("STAT") == "+OK 2 10")
    _ = try client.ask("DELE 1")
    _ = try client.ask("RSET")
    _ = try client.ask("QUIT")
    #expect(server.remaining().count == 2)
  }

  @Test func `a maildrop has one session at a time, each user has another`() throws {
    let server = try start(["one\r\n"])
    var first = try RawClient.loggedIn(server)
    var second = try RawClient.greeted(server)
    _ = try second.ask("USER alice")
    #expect(try second.ask("PASS secret").hasPrefix("-ERR [IN-USE]"))
    _ = try second.ask("USER bob")
    #expect(try second.ask("PASS secret").hasPrefix("+OK"))
    _ = try second.ask("DELE 1")
    _ = try second.ask("QUIT")
    #expect(server.remaining(of: "bob").isEmpty && server.remaining(of: "alice").count == 1)
    #expect(try first.ask("QUIT") == "+OK bye")
  }

  @Test(arguments: [
    ("", ""), (".", "..\r\n"), (".\r\n", "..\r\n"), ("a\r\n.b\r\n..\r\n", "a\r\n..b\r\n...\r\n"),
    ("a\n.b\r\n", "a\n.b\r\n"), ("a\r.b\r\n", "a\r.b\r\n"), ("a\r\n", "a\r\n"), ("no end", "no end\r\n"),
    ("a\r\r\n.\r\n", "a\r\r\n..\r\n"), ("\r\n\r\n.", "\r\n\r\n..\r\n"), ("a\r\n\n.\r\n", "a\r\n\n.\r\n"),
  ])
  func `a dot is doubled after CRLF and nowhere else`(content: String, wire: String) throws {
    let whole = ServedMessage(uid: [65], content: Array(content.utf8))
    let octets = Array(content.utf8)
    let bytewise = ServedMessage(uid: [66], octets: Int64(octets.count)) { sink in
      for octet in octets { try sink([octet].span.bytes) }
    }
    let server = try DemoServer.start(messages: [whole, bytewise], users: users)
    var client = try RawClient.loggedIn(server)
    #expect(try client.askForMany("RETR 1").body == Array(wire.utf8))
    #expect(try client.askForMany("RETR 2").body == Array(wire.utf8))
  }

  @Test func `TOP shows the header, the blank line and so many lines`() throws {
    let server = try start(["A: 1\r\nB: 2\r\n\r\n.one\r\ntwo\r\nthree", "A: 1\nB: 2\n\none\n", "no header"])
    var client = try RawClient.loggedIn(server)
    #expect(try client.askForMany("TOP 1 0").body == Array("A: 1\r\nB: 2\r\n\r\n".utf8))
    #expect(try client.askForMany("TOP 1 1").body == Array("A: 1\r\nB: 2\r\n\r\n..one\r\n".utf8))
    #expect(
      try client.askForMany("TOP 1 9").body == Array("A: 1\r\nB: 2\r\n\r\n..one\r\ntwo\r\nthree\r\n".utf8))
    #expect(try client.askForMany("TOP 2 0").body == Array("A: 1\nB: 2\n\n\r\n".utf8))
    #expect(try client.askForMany("TOP 3 0").body == Array("no header\r\n".utf8))
    #expect(try client.ask("TOP 4 0").hasPrefix("-ERR"))
  }

  @Test func `1,000 pipelined RETR bring 1,000 messages, then QUIT is answered`() throws {
    let text = String(repeating: "0123456789abcdef\r\n.\r\n", count: 100)
    let server = try start(Array(repeating: text, count: 1000))
    var client = try RawClient.loggedIn(server)
    let commands = (1...1000).map { "RETR \($0)\r\n" }.joined() + "QUIT\r\n"
    try client.send(commands)
    let wire = try client.rest()
    #expect(wire.suffix(9) == Array("+OK bye\r\n".utf8))
    let reply = text.utf8.count + 100 + "+OK \(text.utf8.count) octets\r\n.\r\n".utf8.count
    #expect(wire.count == 1000 * reply + 9)
    #expect(server.counts.retrieved == 1000)
  }

  @Test func `messages added later are seen by the next session`() throws {
    let server = try start(["one\r\n"])
    var first = try RawClient.loggedIn(server)
    server.add([ServedMessage(uid: Array("new".utf8), content: [])])
    #expect(try first.ask("STAT") == "+OK 1 5")
    _ = try first.ask("QUIT")
    var second = try RawClient.loggedIn(server)
    #expect(try second.ask("UIDL 2") == "+OK 2 new")
  }

  @Test func `hostile lines are refused and end nothing but themselves`() throws {
    let server = try start(["one\r\n"])
    var client = try RawClient.loggedIn(server)
    for command in [
      "RETR 0", "RETR -1", "RETR 99999999999999999999", "DELE", "TOP 1", "TOP 1 -1", "LIST x", "USER alice",
      "\u{0}",
    ] {
      #expect(try client.ask(command).hasPrefix("-ERR"), "\(command)")
    }
    #expect(try client.ask("NOOP") == "+OK ")
    try client.send(String(repeating: "x", count: 40_000))
    #expect(throws: (any Error).self) { try client.line() }
  }

  @Test func `stop ends open sessions, and IPv6 loopback works`() throws {
    let server = try DemoServer.start(messages: [], users: users, address: .ipv6)
    var client = try RawClient(port: server.port, address: .ipv6)
    #expect(try client.line().hasPrefix("+OK"))
    server.stop()
    #expect(try client.rest().isEmpty)
  }
}

let users = [
  DemoServer.User(name: "alice", password: "secret"), DemoServer.User(name: "bob", password: "secret"),
]

func start(_ contents: [String], offer: Offer = Offer()) throws -> DemoServer {
  let messages = contents.enumerated().map { number, content in
    ServedMessage(uid: Array("uid-\(number + 1)".utf8), content: Array(content.utf8))
  }
  return try DemoServer.start(messages: messages, users: users, offer: offer)
}
