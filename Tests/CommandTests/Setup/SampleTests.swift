import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// The sample configuration at the root of the project, with servers where it names some.
@Suite struct SampleTests {
  private static let project = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

  @Test func `sample-config.json works with its hosts and ports put in`() throws {
    let home = try UserHome()
    let authority = try TestAuthority()
    let users = ["alice@example.org", "alice"].map { DemoServer.User(name: $0, password: UserHome.password) }
    func serve(_ numbers: ClosedRange<Int>, _ security: DemoServer.Security) throws -> FaultyServer {
      let messages = numbers.map {
        ServedMessage(uid: Array("uid-\($0)".utf8), content: MadeMail.content($0))
      }
      return try FaultyServer.start(messages: messages, quirks: Quirks(), users: users, security: security)
    }
    let implicit = try serve(1...3, .implicit(try authority.identity()))
    let starttls = try serve(11...14, .starttls(try authority.identity()))
    let plain = try serve(21...25, .none)
    var text = String(decoding: try readFile("\(Self.project)/sample-config.json"), as: UTF8.self)
    func put(_ new: String, for old: String) throws {
      try #require(text.contains(old), "the sample has no \(old)")
      text = text.replacing(old, with: new)
    }
    let local = "\"host\": \"127.0.0.1\", \"port\":"
    try put(
      "\(local) \(implicit.port), \"caFile\": \"\(authority.file)\",", for: "\"host\": \"pop.example.org\",")
    try put("\"host\": \"127.0.0.1\",", for: "\"host\": \"mail.example.com\",")
    try put("\"port\": \(starttls.port),", for: "\"port\": 110,")
    try put("\(local) \(plain.port),", for: "\"host\": \"192.0.2.10\",")
    try put("[\"cat\", \"\(home.passwordFile)\"]", for: "[\"pass\", \"show\", \"mail/home\"]")
    try put("\"minFree\": \"0%\"", for: "\"minFree\": \"1%\"")
    try writeFile(home.configuration, Array(text.utf8))
    try writeFile(home.folder(".config/popkeep/work-ca.pem"), try readFile(authority.file))
    try writeFile(home.folder(".config/popkeep/work.password"), try readFile(home.passwordFile))
    try #require(chmod(home.folder(".config/popkeep/work.password"), 0o600) == 0)
    let environment = ["LAB_PASSWORD": UserHome.password]
    try home.run("init", "--archive", "~/Mail/popkeep").succeeds()
    // The others need what is no password: a proxy, a certificate of their own, tokens.
    try home.run("check", "home", "work", "lab", environment: environment).succeeds()
    let document = try home.run("fetch", "home", "work", "lab", "--json", environment: environment)
      .succeeds().json()
    #expect(document["accounts"]?.items.map { $0["fetched"]?.count } == [3, 4, 5])
    #expect(implicit.server.remaining(of: "alice@example.org").count == 3)
    #expect(starttls.server.remaining(of: "alice").count == 4)
    #expect(plain.server.remaining(of: "alice") == [])
    // Partition by year, as the account says.
    #expect(try folderNames(home.folder("Mail/popkeep/accounts/work")).contains(".2026"))
    try home.run("verify").succeeds()
  }
}
