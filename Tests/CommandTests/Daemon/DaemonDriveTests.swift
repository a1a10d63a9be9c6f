import Glibc
import TestFiles
import TestServers
import Testing

/// Drives in the life of a daemon, as other commands see them. A folder of this machine stands for each: what is mounted
/// is tried in the tests of the daemon itself.
@Suite(.waiting) struct DaemonDriveTests {
  private func home(_ mailbox: ServedMailbox, _ settings: String) throws -> UserHome {
    let home = try UserHome()
    try home.configure(
      mailbox.account(onServer: "{ \"delete\": true, \"requireCopies\": 2 }"),
      others: "\"drives\": [\(settings)],")
    try home.makeArchive()
    return home
  }

  private func drive(_ name: String, in status: JSONText) -> JSONText? {
    status["drives"]?.items.first { $0["name"]?.text == name }
  }

  @Test func `what a drive lacks is told; the daemon copies it, and the mail leaves the server`() throws {
    let mailbox = try ServedMailbox(1...5)
    let hook: RecordingHook
    let first = try home(mailbox, "{ \"name\": \"red\" }")
    hook = try RecordingHook(first)
    #expect(try first.run("fetch", "--quiet").status == 0)
    let never = try first.run("status", "--json").succeeds().json()
    #expect(drive("red", in: never)?["id"] == .null)
    #expect(try first.run("status").succeeds().output.contains("red  never added; add it"))
    guard mkdir(first.folder("red"), 0o700) == 0 else { throw SystemFailure("mkdir") }
    try first.run("backup", "add", first.folder("red"), "--name", "red", "--even-here").succeeds()
    let lacking = try first.run("status", "--json").succeeds().json()
    #expect(drive("red", in: lacking)?["lacking"]?.count == 5)
    #expect(drive("red", in: lacking)?["lastBackup"] == .null)
    #expect(drive("red", in: lacking)?["attached"] == .bool(true))
    #expect(mailbox.remaining.count == 5)

    try first.configure(
      mailbox.account(onServer: "{ \"delete\": true, \"requireCopies\": 2 }", others: "\"every\": \"52w\", "),
      others: """
        "drives": [
          { "name": "red", "backup": "whenAttached", "hooks": { "onBackup": \(hook.command("backup")) } },
          { "name": "blue", "backup": "whenAttached" } ],
        """)
    let daemon = try StartedDaemon(first)
    try daemon.wait(forLog: "you can unplug it now")
    try Awaited.until("the mail has left") { mailbox.remaining.isEmpty }
    let done = try daemon.status()
    #expect(drive("red", in: done)?["lacking"]?.count == 0)
    #expect(drive("red", in: done)?["running"] == .bool(false))
    #expect(drive("red", in: done)?["error"] == .null)
    #expect(drive("red", in: done)?["lastBackup"]?.instant != nil)
    let text = try first.run("status").succeeds().output
    #expect(
      text.contains("red   attached at \(first.folder("red"))/popkeep/mail; complete (last copied just now)"))
    let event = try hook.event("backup")
    #expect(event["event"]?.text == "backup" && event["drive"]?.text == "red")
    #expect(event["copied"]?.count == 5 && event["canUnplug"] == .bool(true))
    // One that is added beside the daemon is copied to at once, and by hand through the daemon.
    guard mkdir(first.folder("blue"), 0o700) == 0 else { throw SystemFailure("mkdir") }
    try first.run("backup", "add", first.folder("blue"), "--even-here").succeeds()
    try Awaited.until("it is copied to") {
      try drive("blue", in: daemon.status())?["lacking"]?.count == 0
    }
    try first.run("backup").succeeds()
    let verified = try first.run("backup", "verify", "blue", "--json").succeeds().json()
    #expect(verified["drives"]?.items.first?["verified"]?.count == 5)
    #expect(try daemon.stop().status == 0)
  }
}
