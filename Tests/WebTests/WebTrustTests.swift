import OpenSSL
import TestServers
import Testing
import Web

@Suite(.timeLimit(.minutes(2))) struct WebTrustTests {
  private let authority: TestAuthority

  init() throws { authority = try TestAuthority() }

  @Test func `a server with a certificate of a trusted authority is asked`() throws {
    let server = try WebServer(identity: authority.identity()) { _ in .answer(body: "safe") }
    defer { server.stop() }
    let client = WebClient(caFile: authority.file)
    #expect(try client.get(server.url()).body == Array("safe".utf8))
    #expect(try client.post(server.url(), form: [("a", "b")]).body == Array("safe".utf8))
  }

  @Test func `a certificate that cannot be trusted is refused, and why is said`() throws {
    let wrong = try [
      authority.identity(names: ["other.example"]), authority.identity(validFor: -60),
      TestAuthority().identity(),
    ]
    for identity in wrong {
      let server = try WebServer(identity: identity) { _ in .answer() }
      defer { server.stop() }
      let failure = #expect(throws: WebFailure.self) {
        try WebClient(caFile: authority.file).post(server.url(), form: [("token", "secret")])
      }
      guard case .tls(let reason) = failure?.code else {
        Issue.record("no failure of TLS: \(String(describing: failure))")
        continue
      }
      #expect(!reason.isEmpty)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func `authorities of a file that is not there trust nobody`() throws {
    let server = try WebServer(identity: authority.identity()) { _ in .answer() }
    defer { server.stop() }
    let failure = #expect(throws: WebFailure.self) { try WebClient(caFile: "/nowhere.pem").get(server.url()) }
    guard case .tls = failure?.code else {
      Issue.record("no failure of TLS: \(String(describing: failure))")
      return
    }
  }

  @Test(arguments: [
    "http://192.0.2.1/token", "http://example.org/token", "http://127.0.0.1.example.org/token",
  ])
  func `a form goes to no other machine without TLS`(url: String) {
    let failure = #expect(throws: WebFailure.self) {
      try WebClient().post(url, form: [("token", "secret")])
    }
    #expect(failure?.code == .badURL)
  }

  @Test func `a page may move from http to https and along https, not back`() throws {
    let safe = try WebServer(identity: authority.identity()) { request in
      switch request.target {
      case "/end": .answer(body: "here")
      case "/back": .answer(302, headers: ["Location: http://127.0.0.1:1/"])
      case _: .answer(301, headers: ["Location: /end"])
      }
    }
    let plain = try WebServer { _ in .answer(302, headers: ["Location: \(safe.url("/moved"))"]) }
    defer {
      safe.stop()
      plain.stop()
    }
    let client = WebClient(caFile: authority.file)
    #expect(try client.get(plain.url()).body == Array("here".utf8))
    #expect(try client.get(safe.url("/moved")).body == Array("here".utf8))
    #expect(throws: WebFailure.self) { try client.get(safe.url("/back")) }
  }

  @Test func `redirects end after five, and lead to no other protocol`() throws {
    let server = try WebServer { request in
      request.target == "/file"
        ? .answer(302, headers: ["Location: file:///etc/passwd"])
        : .answer(302, headers: ["Location: \(request.target)x"])
    }
    defer { server.stop() }
    #expect(throws: WebFailure.self) { try WebClient().get(server.url("/round")) }
    #expect(server.requests.count == 6)
    #expect(throws: WebFailure.self) { try WebClient().get(server.url("/file")) }
  }

  @Test func `no form follows a redirect`() throws {
    let server = try WebServer { _ in .answer(307, headers: ["Location: /elsewhere"]) }
    defer { server.stop() }
    #expect(try WebClient().post(server.url(), form: [("token", "secret")]).status == 307)
    #expect(server.requests.count == 1)
  }
}
