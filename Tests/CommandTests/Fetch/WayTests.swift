import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// Mail that comes by a proxy, or from an address of one's choice.
@Suite(.timeLimit(.minutes(2))) struct WayTests {
  /// A password of a proxy, which no output may show.
  private static let proxyPassword = "crocus-5150-Kw"

  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(1...3)
    try home.makeArchive()
  }

  private func proxied(_ port: UInt16, scheme: String = "socks5h", user: String = "") throws -> AccountText {
    let file = home.folder("proxy-password")
    try writeFile(file, Array("\(Self.proxyPassword)\n".utf8))
    chmod(file, 0o600)
    let password = user.isEmpty ? "" : "\"proxyPassword\": {\"file\": \"\(file)\"}, "
    return mailbox.account(
      others: "\"proxy\": \"\(scheme)://\(user)127.0.0.1:\(port)\", \(password)\"timeout\": \"5s\", ")
  }

  @Test(.enabled(if: SOCKSServer.isPossible), arguments: ["socks5", "socks5h"])
  func `mail comes by a SOCKS5 proxy, over TLS with the server itself`(scheme: String) throws {
    let proxy = try SOCKSServer()
    try home.configure(try proxied(proxy.port, scheme: scheme))
    try home.run("fetch").succeeds()
    #expect(try home.stored().count == 3)
    let check = try home.run("check").succeeds()
    #expect(check.output.contains("by the proxy 127.0.0.1:\(proxy.port)"))
  }

  @Test(.enabled(if: SOCKSServer.isPossible))
  func `a proxy that asks for a log-in gets it, and a wrong one is told`() throws {
    let proxy = try SOCKSServer(logIn: ("bob", Self.proxyPassword))
    try home.configure(try proxied(proxy.port, user: "bob@"))
    let run = try home.run("fetch").succeeds()
    #expect(try home.stored().count == 3)
    try home.configure(try proxied(proxy.port))
    let without = try home.run("fetch").fails(78, "wants a log-in")
    try home.configure(try proxied(proxy.port, user: "mallory@"))
    let wrong = try home.run("fetch").fails(78, "refused the log-in", "\"proxyPassword\"")
    for text in [run, without, wrong].flatMap({ [$0.output, $0.errors] }) {
      #expect(!text.contains(Self.proxyPassword))
    }
  }

  @Test(.enabled(if: SOCKSServer.isPossible))
  func `a server that the proxy does not reach is told as that`() throws {
    let proxy = try SOCKSServer()
    mailbox.server.stop()
    try home.configure(try proxied(proxy.port))
    try home.run("fetch").fails(69, "does not lead to 127.0.0.1", "refuses connections")
  }

  @Test func `connections come from the source address`() throws {
    try home.configure(mailbox.account(others: "\"source\": \"127.0.0.5\", "))
    try home.run("fetch").succeeds()
    #expect(try home.stored().count == 3)
    try home.configure(mailbox.account(others: "\"source\": \"192.0.2.77\", "))
    try home.run("fetch").fails(78, "cannot come from 192.0.2.77")
  }
}
