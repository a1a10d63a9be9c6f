import DemoServer
import Synchronization
import TestServers
import Testing
import Web

@Suite(.timeLimit(.minutes(2))) struct WebClientTests {
  @Test(arguments: [Loopback.ipv4, .ipv6])
  func `what is at an address comes with its status and its type`(address: Loopback) throws {
    let server = try WebServer(address: address) { _ in
      .answer(404, type: "text/plain; charset=utf-8", body: "nothing here")
    }
    defer { server.stop() }
    let answer = try WebClient().get(server.url("/mail/config?for=alice%40example.org"))
    #expect(answer.status == 404)
    #expect(answer.contentType == "text/plain; charset=utf-8")
    #expect(answer.body == Array("nothing here".utf8))
    #expect(server.requests.map(\.method) == ["GET"])
    #expect(server.requests.map(\.target) == ["/mail/config?for=alice%40example.org"])
  }

  @Test func `a form goes with every character escaped, and its answer comes back`() throws {
    let server = try WebServer { request in .answer(400, body: "{\"error\":\"\(request.method)\"}") }
    defer { server.stop() }
    let form = [("grant_type", "refresh_token"), ("token", "a+b&c=d e/ü%")].map { (name: $0.0, value: $0.1) }
    let answer = try WebClient().post(server.url("/token"), form: form)
    #expect(answer.status == 400)
    #expect(answer.body == Array("{\"error\":\"POST\"}".utf8))
    let request = try #require(server.requests.first)
    #expect(request.body == "grant_type=refresh_token&token=a%2Bb%26c%3Dd%20e%2F%C3%BC%25")
    #expect(request.headers["content-type"] == "application/x-www-form-urlencoded")
    #expect(request.headers["accept"] == "application/json")
    #expect(WebForm.decoded(Substring(request.body)).map(\.value) == form.map(\.value))
  }

  @Test(arguments: [0, 1, 15]) func `a body of exactly the limit is taken, one octet more is not`(limit: Int)
    throws
  {
    let server = try WebServer { request in
      .answer(body: String(repeating: "x", count: request.target == "/more" ? limit + 1 : limit))
    }
    defer { server.stop() }
    #expect(try WebClient().get(server.url("/all"), limit: limit).body.count == limit)
    #expect(throws: WebFailure(code: .tooLarge, host: "127.0.0.1")) {
      try WebClient().get(server.url("/more"), limit: limit)
    }
  }

  @Test(arguments: [
    WebServer.Reply.endless(after: "HTTP/1.1 200 OK\r\n\r\n", String(repeating: "body ", count: 1000)),
    .endless(
      after: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nchunk\r\n"),
    .endless(after: "HTTP/1.1 200 OK\r\n", "X-Header: \(String(repeating: "y", count: 1000))\r\n"),
  ]) func `an answer without an end is ended`(reply: WebServer.Reply) throws {
    let server = try WebServer { _ in reply }
    defer { server.stop() }
    #expect(throws: WebFailure(code: .tooLarge, host: "127.0.0.1")) { try WebClient().get(server.url()) }
    #expect(throws: WebFailure(code: .tooLarge, host: "127.0.0.1")) {
      try WebClient().post(server.url(), form: [])
    }
  }

  @Test func `a server that says nothing is not waited for beyond the timeout`() throws {
    let server = try WebServer { _ in .silence }
    defer { server.stop() }
    #expect(throws: WebFailure(code: .timedOut, host: "127.0.0.1")) {
      try WebClient(timeout: .milliseconds(200)).get(server.url())
    }
  }

  @Test func `a question that is called off ends before its timeout`() throws {
    let isCancelled = Atomic(false)
    let server = try WebServer { _ in
      isCancelled.store(true, ordering: .relaxed)
      return .silence
    }
    defer { server.stop() }
    let client = WebClient(timeout: .seconds(600)) { isCancelled.load(ordering: .relaxed) }
    #expect(throws: WebFailure(code: .cancelled, host: "127.0.0.1")) { try client.get(server.url()) }
    #expect(throws: WebFailure(code: .cancelled, host: "127.0.0.1")) { try client.get(server.url()) }
    #expect(server.requests.count == 1)
  }

  @Test func `where nobody listens, that is said`() throws {
    let server = try WebServer { _ in .silence }
    let url = server.url()
    server.stop()
    #expect(throws: WebFailure(code: .cannotConnect, host: "127.0.0.1")) { try WebClient().get(url) }
  }

  @Test func `an answer that is no HTTP is a failure without the server's words`() throws {
    let server = try WebServer { _ in .raw("+OK POP3 ready \u{1b}[2J\r\n") }
    defer { server.stop() }
    let failure = #expect(throws: WebFailure.self) { try WebClient().get(server.url()) }
    let text = try #require(failure).description
    #expect(text.hasPrefix("127.0.0.1: "))
    #expect(text.utf8.allSatisfy { $0 >= 0x20 })
  }

  @Test(arguments: [
    "", "token", "ftp://127.0.0.1/", "file:///etc/passwd", "https://", "https://user:secret@example.org/",
    "https://user@example.org/", "http://127.0.0.1/\r\nX: y", "gopher://127.0.0.1:70/_x", "//127.0.0.1/",
    "http://127.0.0.1/ü",
  ]) func `what is no address of a web page is not asked`(url: String) {
    let failure = #expect(throws: WebFailure.self) { try WebClient().get(url) }
    #expect(failure?.code == .badURL)
    #expect(failure?.description.contains("secret") == false)
  }
}
