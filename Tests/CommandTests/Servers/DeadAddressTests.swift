import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// A server with an IPv6 and an IPv4 address, of which one is dead: in a mount namespace with a file of names of its own.
@Suite(.enabled(if: NameNamespace.isPossible && hasIPv6, "takes root, a mount namespace and IPv6"))
struct DeadAddressTests {
  private static let host = "pop.popkeep.test"

  enum Death: String, CaseIterable {
    case refuses
    case swallowsEverything
  }

  @Test(arguments: [Loopback.ipv4, .ipv6], Death.allCases)
  func `of a server's two addresses one is dead: the program connects to the other, and fetches`(
    alive: Loopback, death: Death
  ) throws {
    let authority = try TestAuthority()
    let server = try DemoServer.start(
      messages: (1...3).map { ServedMessage(uid: Array("uid-\($0)".utf8), content: MadeMail.content($0)) },
      users: [DemoServer.User(name: "alice", password: UserHome.password)],
      security: .implicit(try authority.identity(names: [Self.host])), address: alive)
    defer { server.stop() }
    // Nobody listens at the other address, or somebody who answers nothing.
    let silent =
      death == .swallowsEverything
      ? try SilentPort(alive == .ipv4 ? .ipv6 : .ipv4, port: server.port) : nil
    defer { withExtendedLifetime(silent) {} }
    let home = try UserHome()
    try home.configure(AccountText(host: Self.host, port: server.port, caFile: authority.file))
    try home.makeArchive()
    let names = try NameNamespace(home, hosts: "127.0.0.1 \(Self.host)\n::1 \(Self.host)\n")
    let check = try home.start(["check"], under: names.command).finish().succeeds()
    let connected = try #require(check.outputLines.first { $0.contains("connect ") })
    #expect(connected.hasSuffix(alive.rawValue), "\(check)")
    try home.start(["fetch"], under: names.command).finish().succeeds()
    #expect(try Set(home.stored()) == Set((1...3).map { MadeMail.content($0) }))
  }
}

/// True where loopback has an IPv6 address.
private let hasIPv6: Bool = {
  do { try DemoServer.start(messages: [], users: [], address: .ipv6).stop() } catch { return false }
  return true
}()
