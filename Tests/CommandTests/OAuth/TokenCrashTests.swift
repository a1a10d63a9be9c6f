import Glibc
import TestFiles
import TestServers
import Testing

/// A renewal that is killed or fails at each of its calls that change files.
@Suite(.waiting) struct TokenCrashTests {
  private let home: UserHome
  private let provider: WebServer

  init() throws {
    home = try UserHome()
    // Answers every grant, and keeps refresh tokens good: what is lost would be lost here.
    provider = try WebServer { request in
      let first = request.body.contains("authorization_code")
      let refresh = first ? ", \"refresh_token\": \"refresh-1\"" : ""
      return .answer(
        body:
          "{\"access_token\": \"access-\(first ? 1 : 2)\", \"token_type\": \"Bearer\", \"expires_in\": 3600\(refresh)}"
      )
    }
    try writeFile(
      home.configuration,
      Array(
        """
        { "archive": "\(home.archive)", "minFree": "0%", "accounts": [
          { "name": "home", "host": "127.0.0.1", "port": 1, "user": "alice",
            "oauth": { "clientId": "id", "authorizationEndpoint": "https://login.example.org/",
                       "tokenEndpoint": "\(provider.url("/token"))" } } ] }

        """.utf8))
  }

  private var file: String { "\(home.archive)/.popkeep/tokens/home.json" }

  private func logIn() throws {
    let terminal = try Terminal()
    let command = try home.start(["login", "--paste"], terminal: terminal.path)
    try terminal.answer("or the code: ", "a-code")
    try command.finish().succeeds()
  }

  @Test(arguments: [Fault.Kind.kill, .staysFull, .broken, .staysReadOnly, .short])
  func `the file holds the old tokens or the new ones, and the next run goes on`(kind: Fault.Kind) throws {
    let later = try Fault.clock(ahead: 4000)
    for number in 1...60 {
      try logIn()
      let mark = home.folder("mark")
      unlink(mark)
      let fault = try Fault(kind: kind, place: .tokens, number: number)
        .environment(archive: home.archive, mark: mark)
      let run = try home.run("check", environment: fault.merging(later) { $1 })
      if access(mark, F_OK) != 0 {
        #expect(number > 5, "the renewal has more steps than that")
        return
      }
      let text = String(decoding: try readFile(file), as: UTF8.self)
      #expect(text.contains("refresh-1"), "step \(number): \(text)\n\(run)")
      #expect(text.contains("access-1") || text.contains("access-2"))
      // There is no mail server: with a token it comes as far as that.
      let next = try home.run("check", environment: later)
      #expect(next.output.contains("a token of 127.0.0.1, valid for "), "step \(number): \(next)")
      #expect(next.status == 69)
      #expect(try folderNames("\(home.archive)/.popkeep/tokens").sorted() == [".home.lock", "home.json"])
    }
    Issue.record("the renewal never came to its end")
  }

  @Test func `a machine without libcurl is told what to install`() throws {
    try logIn()
    let environment = try Fault.missing("libcurl.so.4").merging(Fault.clock(ahead: 4000)) { $1 }
    try home.run("fetch", environment: environment).fails(78, "ibcurl is not on this machine", "libcurl4")
  }
}
