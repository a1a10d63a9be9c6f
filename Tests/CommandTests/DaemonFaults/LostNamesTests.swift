import DemoServer
import TestFiles
import TestServers
import Testing

/// A name service that goes away and comes back, in a mount namespace with files of its own for it.
@Suite(.waiting) struct LostNamesTests {
  private static let host = "pop.popkeep.test"

  @Test(
    .enabled(if: NameNamespace.isPossible, "takes root and a mount namespace"),
    arguments: ["files", "files dns"])
  func `names that nobody knows, or a name server that is gone: all accounts come back with them`(
    sources: String
  ) throws {
    let home = try UserHome()
    let names = (1...8).map { "user\($0)" }
    let messages = (1...2).map {
      ServedMessage(uid: Array("uid-\($0)".utf8), content: MadeMail.content($0))
    }
    let mail = try ServedUsers(names, messages, host: Self.host)
    try mail.configure(home)
    try home.makeArchive()
    let lookup = try NameNamespace(home, hosts: "127.0.0.1 localhost\n", sources: sources)
    let daemon = try UnattendedRun(home, ["--verbose"], under: lookup.command)
    try daemon.until("the host is known to be out of reach") { daemon.lines("class=unavailable") >= 3 }
    #expect(mail.connections == 0)
    try writeFile(home.folder("hosts"), Array("127.0.0.1 localhost \(Self.host)\n".utf8))
    for name in names { try daemon.brings(MadeMail.contents(1...2), to: home, account: name) }
    try daemon.stop()
    try home.run("verify").succeeds()
  }
}
