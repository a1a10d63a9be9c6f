import Glibc
import TestFiles
import Testing

/// Ways in which a run is ended from outside while it waits, and output that nobody takes.
@Suite struct EndingTests {
  @Test func `a second signal ends a run that waits for its password`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3)
    let marker = home.folder("asked")
    let others = "\"password\": { \"command\": [\"sh\", \"-c\", \"touch \(marker); exec sleep 40\"] }, "
    let account = mailbox.account(others: others).text(passwordFile: "")
      .replacing("\"password\": { \"file\": \"\" }, ", with: "")
    try writeFile(
      home.configuration, Array("{ \"archive\": \"\(home.archive)\", \"accounts\": [\(account)] }".utf8))
    try home.makeArchive()
    let run = try home.start(["fetch"])
    let deadline = ContinuousClock.now + .seconds(20)
    while access(marker, F_OK) != 0, ContinuousClock.now < deadline { poll(nil, 0, 5) }
    run.signal(SIGINT)
    poll(nil, 0, 100)
    run.signal(SIGINT)
    #expect(try run.finish(within: .seconds(15)).status == 75)
    #expect(mailbox.remaining.count == 3)
  }

  @Test func `output that cannot be written is told, and ends with 74`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account())
    try home.makeArchive()
    try home.run("fetch").succeeds()
    let program = try Program.path()
    let errors = home.folder("errors")
    let command = "HOME='\(home.folder.path)' '\(program)' list --json > /dev/full 2> '\(errors)'"
    let status = system(command)
    #expect((status >> 8) & 0xff == 74)
    #expect(String(decoding: try readFile(errors), as: UTF8.self).contains("could not be written"))
  }

  @Test func `a reader that goes away does not end a fetch`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...30)
    try home.configure(mailbox.account())
    try home.makeArchive()
    let program = try Program.path()
    _ = system("HOME='\(home.folder.path)' '\(program)' fetch 2>&1 | true")
    #expect(try home.stored().count == 30)
  }
}
