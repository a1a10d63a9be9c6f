import DemoServer
import OpenSSL
import Testing

@Suite struct LogInTests {
  @Test func `CAPA announces what the offer says`() throws {
    var offer = Offer()
    offer.pipelining = false
    offer.uidl = false
    offer.mechanisms = ["LOGIN"]
    offer.expire = "0"
    let server = try start([], offer: offer)
    var client = try RawClient.greeted(server)
    let lines = String(decoding: try client.askForMany("CAPA").body, as: UTF8.self).split(separator: "\r\n")
    #expect(
      lines == [
        "RESP-CODES", "AUTH-RESP-CODE", "TOP", "USER", "SASL LOGIN", "EXPIRE 0",
        "IMPLEMENTATION popkeep-demo",
      ])
    #expect(try client.ask("AUTH PLAIN AGFsaWNlAHNlY3JldA==").hasPrefix("-ERR"))
  }

  @Test func `APOP lets the right digest in`() throws {
    let server = try start([])
    var client = try RawClient(port: server.port)
    let greeting = try client.line()
    let timestamp = try #require(greeting.firstIndex(of: "<").map { String(greeting[$0...]) })
    #expect(try client.ask("APOP alice \(String(repeating: "0", count: 32))").hasPrefix("-ERR [AUTH]"))
    let digest = Hash.md5Hex(Array((timestamp + "secret").utf8))
    #expect(try client.ask("APOP alice \(digest)").hasPrefix("+OK"))
  }

  @Test func `AUTH PLAIN and LOGIN work with and without an initial response`() throws {
    let server = try start([])
    let exchanges = [
      ["AUTH PLAIN AGFsaWNlAHNlY3JldA=="], ["AUTH PLAIN", "AGFsaWNlAHNlY3JldA=="],
      ["auth login", "YWxpY2U=", "c2VjcmV0"], ["AUTH LOGIN YWxpY2U=", "c2VjcmV0"],
    ]
    for exchange in exchanges {
      var client = try RawClient.greeted(server)
      for line in exchange.dropLast() { #expect(try client.ask(line).hasPrefix("+ ")) }
      #expect(try client.ask(exchange.last ?? "").hasPrefix("+OK"), "\(exchange)")
      _ = try client.ask("QUIT")
    }
    #expect(server.counts.logIns == 4)
  }

  @Test func `a wrong password, a cancelled exchange and broken base64 are refused`() throws {
    let server = try start([])
    var client = try RawClient.greeted(server)
    _ = try client.ask("USER alice")
    #expect(try client.ask("PASS wrong").hasPrefix("-ERR [AUTH]"))
    #expect(try client.ask("PASS secret").hasPrefix("-ERR first USER"))
    _ = try client.ask("AUTH PLAIN")
    #expect(try client.ask("*") == "-ERR cancelled")
    #expect(try client.ask("AUTH PLAIN ?").hasPrefix("-ERR"))
    #expect(try client.ask("AUTH PLAIN AAAA").hasPrefix("-ERR"))
    #expect(try client.ask("RETR 1").hasPrefix("-ERR"))
    #expect(server.counts.refusedLogIns == 1)
  }

  @Test func `the log masks every secret`() throws {
    let server = try start([])
    var client = try RawClient.greeted(server)
    for line in [
      "USER alice", "PASS wrong", "APOP alice 0123", "AUTH PLAIN AGFsaWNlAHdyb25n", "AUTH PLAIN",
      "AGFsaWNlAHNlY3JldA==",
    ] {
      _ = try client.ask(line)
    }
    #expect(
      server.log.map(\.text) == [
        "USER alice", "PASS ****", "APOP alice ****", "AUTH PLAIN ****", "AUTH PLAIN", "****",
      ])
  }
}
