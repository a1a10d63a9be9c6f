import DemoServer
import TestFiles
import TestServers
import Testing

/// A name service that goes away and comes back, in a mount namespace with files of its own for it.
@Suite(.waiting) struct LostNamesTests {
  private static let host = "pop.popkeep.test"

  /// True where this process may have a mount namespace made.
  private static let isPossible: Bool = {
    do {
      let folder = try TemporaryFolder()
      let child = try ChildProcess.start(["unshare", "--mount", "true"], log: folder("log"))
      return child.wait(.seconds(20)) == 0
    } catch { return false }
  }()

  @Test(
    .enabled(if: isPossible, "takes root and a mount namespace"), arguments: ["files", "files dns"])
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
    try home.folder.write("hosts", text: "127.0.0.1 localhost\n")
    try home.folder.write("nsswitch.conf", text: "hosts: \(sources)\n")
    // A port of loopback where no name server is: it is told so at once.
    try home.folder.write("resolv.conf", text: "nameserver 127.0.0.253\n")
    let daemon = try UnattendedRun(
      home, ["--verbose"], under: ["unshare", "--mount", "/bin/sh", "-c", script(home)])
    try daemon.until("the host is known to be out of reach") { daemon.lines("class=unavailable") >= 3 }
    #expect(mail.connections == 0)
    try writeFile(home.folder("hosts"), Array("127.0.0.1 localhost \(Self.host)\n".utf8))
    for name in names { try daemon.brings(MadeMail.contents(1...2), to: home, account: name) }
    try daemon.stop()
    try home.run("verify").succeeds()
  }

  /// Puts the files in the places of the system's, and starts a command. The namespace has copies of all mounts: those
  /// of other tests' disks would keep them busy.
  private func script(_ home: UserHome) -> String {
    let release =
      "grep -o '[^ ]*popkeep-test-[^ ]*' /proc/self/mounts | while read -r at; do umount -l \"$at\"; done"
    let places = ["hosts", "nsswitch.conf", "resolv.conf"]
      .map { "mount --bind '\(home.folder($0))' /etc/\($0)" }
    return ([release] + places + ["exec \"$0\" \"$@\""]).joined(separator: "\n")
  }
}
