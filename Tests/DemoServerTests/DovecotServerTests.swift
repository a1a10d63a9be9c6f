import DemoServer
import TestFiles
import TestServers
import Testing

@Suite(.enabled(if: DovecotServer.isExpected)) struct DovecotServerTests {
  @Test func `1,000 messages come through, plain and over TLS, and a deleted one is gone`() throws {
    let dovecot = try DovecotServer.start()
    for number in 1...1000 {
      try dovecot.deliver(
        Array("Subject: \(number)\r\n\r\nbody\r\n".utf8), name: "1700000000.\(number + 10_000).test")
    }
    var client = try RawClient(port: dovecot.ports.pop3)
    _ = try client.line()
    #expect(String(decoding: try client.askForMany("CAPA").body, as: UTF8.self).contains("STLS\r\n"))
    _ = try client.ask("STLS")
    try client.startTLS(trusting: dovecot.authority)
    _ = try client.ask("USER alice")
    #expect(try client.ask("PASS wrong").hasPrefix("-ERR [AUTH]"))
    _ = try client.ask("USER alice")
    #expect(try client.ask("PASS secret").hasPrefix("+OK"))
    #expect(try client.ask("STAT").hasPrefix("+OK 1000 "))
    try client.send((1...1000).map { "RETR \($0)\r\n" }.joined() + "DELE 1\r\nQUIT\r\n")
    let text = String(decoding: try client.rest(), as: UTF8.self)
    #expect(
      text.contains("Subject: 1\r\n\r\nbody\r\n.\r\n") && text.contains("Subject: 1000\r\n\r\nbody\r\n.\r\n"))
    var secure = try RawClient(port: dovecot.ports.pop3s, trusting: dovecot.authority)
    _ = try secure.line()
    _ = try secure.ask("USER alice")
    _ = try secure.ask("PASS secret")
    #expect(try secure.ask("STAT").hasPrefix("+OK 999 "))
  }

  @Test func `a Maildir elsewhere is opened, and doveadm counts its messages`() throws {
    let folder = try TemporaryFolder()
    let dovecot = try DovecotServer.start()
    let maildir = folder("Maildir")
    try dovecot.add(DovecotServer.User(name: "bob", password: "secret", maildir: maildir))
    try folder.write("Maildir/cur/1700000000.a.popkeep,S=13,W=15:2,S", text: "Subject: x\n\n\n")
    try dovecot.give(folder.path)
    #expect(
      try dovecot.doveadm(["mailbox", "status", "-u", "bob", "messages", "INBOX"]) == "INBOX messages=1\n")
    #expect(throws: DovecotServer.Failure.self) {
      try dovecot.doveadm(["mailbox", "status", "-u", "nobody", "x", "y"])
    }
    dovecot.stop()
    #expect(throws: (any Error).self) { _ = try RawClient(port: dovecot.ports.pop3) }
  }
}
