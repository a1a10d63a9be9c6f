import DemoServer
import Glibc
import OpenSSL
import TestServers
import Testing

@Suite struct TLSTests {
  @Test func `with implicit TLS a long pipeline comes through`() throws {
    let authority = try TestAuthority()
    let text = String(repeating: "0123456789abcdef\r\n", count: 400)
    let server = try DemoServer.start(
      messages: (1...300).map { ServedMessage(uid: Array("\($0)".utf8), content: Array(text.utf8)) },
      users: users,
      security: .implicit(try authority.identity()))
    var client = try RawClient(port: server.port, trusting: authority)
    #expect(try client.line().hasPrefix("+OK"))
    let retrievals = (1...300).map { "RETR \($0)\r\n" }.joined()
    try client.send("USER alice\r\nPASS secret\r\n\(retrievals)QUIT\r\n")
    let wire = try client.rest()
    #expect(wire.suffix(9) == Array("+OK bye\r\n".utf8))
    #expect(wire.count > 300 * text.utf8.count)
  }

  @Test func `STLS comes before the password, and drops what came with it`() throws {
    let authority = try TestAuthority()
    let server = try DemoServer.start(
      messages: [], users: users, security: .starttls(try authority.identity()))
    var client = try RawClient.greeted(server)
    #expect(String(decoding: try client.askForMany("CAPA").body, as: UTF8.self).contains("STLS\r\n"))
    #expect(try client.ask("USER alice").hasPrefix("-ERR"))
    try client.send("STLS\r\nNOOP\r\n")
    #expect(try client.line().hasPrefix("+OK"))
    try client.startTLS(trusting: authority)
    #expect(!String(decoding: try client.askForMany("CAPA").body, as: UTF8.self).contains("STLS\r\n"))
    #expect(try client.ask("STLS").hasPrefix("-ERR"))
    #expect(try client.ask("USER alice").hasPrefix("+OK"))
    #expect(try client.ask("PASS secret").hasPrefix("+OK"))
    #expect(server.log.map(\.text).contains("NOOP") == false)
  }

  @Test(.timeLimit(.minutes(1))) func `stop ends a connection in the middle of a handshake`() throws {
    let authority = try TestAuthority()
    let server = try DemoServer.start(
      messages: [], users: users, security: .implicit(try authority.identity()))
    let client = try RawClient(port: server.port)
    while server.counts.connections == 0 { sched_yield() }
    server.stop()
    var after = consume client
    #expect(try after.rest().isEmpty)
  }
}
