import Daemon
import Glibc
import Settings
import TestFiles
import Testing

/// The small HTTP server, octet for octet.
@Suite(.timeLimit(.minutes(1))) struct HTTPResponderTests {
  private static let pages: [String: @Sendable () -> HTTPReply] = [
    "/healthz": { .text("ok\n") }, "/ill": { .text("no run for 3 hours\n", status: 503) },
    "/pieces": {
      HTTPReply(contentType: "text/plain") { write throws(ConnectionFailure) in
        for piece in ["one", "", "two"] { try write(Array(piece.utf8)) }
      }
    },
    "/broken": {
      HTTPReply(contentType: "text/plain") { write throws(ConnectionFailure) in
        try write(Array("half".utf8))
        throw .closed
      }
    },
    "/large": {
      HTTPReply(contentType: "text/plain") { write throws(ConnectionFailure) in
        let piece = [UInt8](repeating: 0x78, count: 16384)
        for _ in 0..<640 { try write(piece) }
      }
    },
  ]

  private let responder: HTTPResponder

  init() throws { responder = try HTTPResponder(.tcp(host: "127.0.0.1", port: 0), pages: Self.pages) }

  private func answer(_ request: String) throws -> String {
    let client = try TCPClient(port: responder.boundPort)
    try client.send(request)
    return String(decoding: try client.receiveAll(), as: UTF8.self)
  }

  private func head(_ status: String, type: String = "text/plain; charset=utf-8", _ more: [String] = [])
    -> String
  {
    let lines = [
      "HTTP/1.1 \(status)", "Content-Type: \(type)", "Connection: close", "Cache-Control: no-store",
    ]
    return (lines + more).joined(separator: "\r\n") + "\r\n\r\n"
  }

  private let chunked = ["Transfer-Encoding: chunked"]

  @Test(arguments: [
    "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /healthz?verbose=1 HTTP/1.1\r\n\r\n",
    "GET /healthz HTTP/1.1\n\n",
  ])
  func `a page is sent in chunks`(request: String) throws {
    #expect(try answer(request) == head("200 OK", chunked) + "3\r\nok\n\r\n0\r\n\r\n")
  }

  @Test func `a page made of pieces has a chunk for each that is not empty`() throws {
    #expect(
      try answer("GET /pieces HTTP/1.1\r\n\r\n")
        == head("200 OK", type: "text/plain", chunked) + "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n")
  }

  @Test func `HTTP 1_0 gets the page as it is`() throws {
    #expect(try answer("GET /pieces HTTP/1.0\r\n\r\n") == head("200 OK", type: "text/plain") + "onetwo")
  }

  @Test func `HEAD gets the head alone`() throws {
    #expect(try answer("HEAD /healthz HTTP/1.1\r\n\r\n") == head("200 OK", chunked))
    #expect(try answer("HEAD /none HTTP/1.0\r\n\r\n") == head("404 Not Found"))
  }

  @Test func `a page may have a status of its own`() throws {
    #expect(
      try answer("GET /ill HTTP/1.0\r\n\r\n") == head("503 Service Unavailable") + "no run for 3 hours\n")
  }

  @Test func `a page that breaks off has no last chunk`() throws {
    #expect(
      try answer("GET /broken HTTP/1.1\r\n\r\n")
        == head("200 OK", type: "text/plain", chunked) + "4\r\nhalf\r\n")
  }

  @Test(arguments: ["GET /none HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "POST /none HTTP/1.0\r\n\r\n"])
  func `what is not there is 404`(request: String) throws {
    #expect(try answer(request) == head("404 Not Found") + "Not found\n")
  }

  @Test func `any other method is 405, and what it brings is passed over`() throws {
    let body = String(repeating: "x", count: 100_000)
    #expect(
      try answer("POST /healthz HTTP/1.0\r\nContent-Length: 100000\r\n\r\n\(body)")
        == head("405 Method Not Allowed", ["Allow: GET, HEAD"]) + "Only GET and HEAD\n")
  }

  @Test(arguments: [
    "\r\n\r\n", "GET /healthz\r\n\r\n", "GET /healthz HTTP/2.0\r\n\r\n", "GET  /healthz HTTP/1.1\r\n\r\n",
    "GET healthz HTTP/1.1\r\n\r\n", "GET /healthz HTTP/1.x\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n",
  ])
  func `what is no request is 400`(request: String) throws {
    #expect(try answer(request) == head("400 Bad Request") + "Bad Request\n")
  }

  @Test func `a head is bounded, in one line or in many`() throws {
    let refusal = head("431 Request Header Fields Too Large") + "Request Header Fields Too Large\n"
    #expect(try answer("GET /\(String(repeating: "x", count: 8300)) HTTP/1.1\r\n\r\n") == refusal)
    let fields = String(repeating: "A: b\r\n", count: 2000)
    #expect(try answer("GET /healthz HTTP/1.1\r\n\(fields)\r\n") == refusal)
  }

  @Test func `who does not come to the end of a request is answered all the same`() throws {
    let hasty = try HTTPResponder(
      .tcp(host: "127.0.0.1", port: 0), headTimeout: .milliseconds(20), pages: Self.pages)
    let client = try TCPClient(port: hasty.boundPort)
    try client.send("GET /healthz HTTP/1.1\r\n")
    #expect(
      String(decoding: try client.receiveAll(), as: UTF8.self)
        == head("408 Request Timeout") + "Request Timeout\n")
  }

  @Test func `a page of ten megabytes arrives whole`() throws {
    let client = try TCPClient(port: responder.boundPort)
    try client.send("GET /large HTTP/1.0\r\n\r\n")
    let octets = try client.receiveAll()
    #expect(octets.count == head("200 OK", type: "text/plain").utf8.count + 640 * 16384)
  }

  @Test func `a reader that stops reading does not hold up the end`() throws {
    let client = try TCPClient(port: responder.boundPort)
    try client.send("GET /large HTTP/1.0\r\n\r\n")
    #expect(try !client.receive().isEmpty)
    #expect(responder.stop(within: .seconds(30)))
  }

  @Test func `pages are served on a Unix socket too`() throws {
    let folder = try TemporaryFolder()
    let local = try HTTPResponder(.unix(folder("metrics")), pages: Self.pages)
    var connection = try Connection.connect(unix: folder("metrics"))
    try connection.write(Array("GET /healthz HTTP/1.0\r\n\r\n".utf8))
    #expect(try connection.readLine(limit: 100) == Array("HTTP/1.1 200 OK".utf8))
    #expect(local.stop())
  }
}
