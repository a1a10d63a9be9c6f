import DemoServer
import TestFiles
import TestServers
import Testing

/// A drive that goes away in the middle of a fetch.
@Suite struct PulledDriveTests {
  @Test(
    .enabled(if: LoopDisk.isPossible, "takes root and a loop device"), arguments: ["\"keep\"", "\"delete\""])
  func `a drive detached in the middle of a fetch: nothing lands beneath it, nothing is lost`(
    onServer: String
  ) throws {
    let disk = try #require(try LoopDisk(megabytes: 64))
    let home = try UserHome(archive: "\(disk.path)/mail")
    let mailbox = try ServedMailbox(MatrixMail.contents)
    let (gate, release) = (Gate(), Gate())
    try home.configure(mailbox.account(onServer: onServer))
    try home.makeArchive()
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.verb == "RETR", request.argument == "3" else { return nil }
        gate.open()
        _ = release.wait()
        return nil
      }
    }
    let fetch = try home.start(["fetch"])
    #expect(gate.wait())
    try disk.detach()
    release.open()
    let run = try fetch.finish()
    #expect(run.status == 0 || run.status == 74, "\(run)")
    #expect(try folderNames(disk.path) == [])
    try home.run("fetch", "--quiet").fails(78, home.archive)
    #expect(try folderNames(disk.path) == [])
    try #require(try disk.attach())
    mailbox.server.change { $0.verdict = nil }
    // Nothing has left the server that is not on the drive.
    let stored = try home.stored()
    #expect(stored.count + mailbox.remaining.count >= MatrixMail.contents.count)
    try home.run("fetch").succeeds()
    #expect(Set(try home.stored()) == Set(MatrixMail.contents))
    #expect(try home.files().count == MatrixMail.contents.count)
    #expect(mailbox.remaining.count == (onServer == "\"delete\"" ? 0 : MatrixMail.contents.count))
    try home.run("verify").succeeds()
  }
}
