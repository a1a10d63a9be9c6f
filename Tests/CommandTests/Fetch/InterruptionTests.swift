import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// The program is killed at some point of a fetch and started again: nothing is lost, nothing is there twice.
@Suite struct InterruptionTests {
  @Test func `kill -9 at the nth command to the server, for every n, loses nothing and stores nothing twice`()
    throws
  {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...2)
    try home.configure(mailbox.account(onServer: "\"delete\""))
    try home.makeArchive()
    var last = 2
    var kills = 0
    while try kill(home, mailbox, atCommand: kills + 1) {
      kills += 1
      try fetchOnceServed(home)
      #expect(Set(try home.stored()) == Set(MadeMail.contents(1...last)), "killed at command \(kills)")
      #expect(try home.files().count == last, "killed at command \(kills)")
      #expect(mailbox.remaining == [], "killed at command \(kills)")
      mailbox.add(last + 1...last + 2)
      last += 2
    }
    // Greeting to QUIT: log-in, a listing, two messages, two deletions.
    #expect(kills >= 9)
    try home.run("verify").succeeds()
  }

  @Test(arguments: ["\"keep\"", "\"delete\""])
  func `kill -9 when the first files have their names loses nothing and stores nothing twice`(
    onServer: String
  ) throws {
    let home = try UserHome()
    let contents = (1...400).map { MadeMail.content($0, size: 2_000) }
    let mailbox = try ServedMailbox(contents)
    try home.configure(mailbox.account(onServer: onServer))
    try home.makeArchive()
    let command = try home.start(["fetch"])
    let deadline = ContinuousClock.now + .seconds(20)
    while try home.files().isEmpty, ContinuousClock.now < deadline { poll(nil, 0, 1) }
    command.signal(SIGKILL)
    let killed = try command.finish()
    try #require(killed.status == 128 + SIGKILL, "\(killed)")
    let stored = try home.files().count
    #expect(stored > 0)
    let before = mailbox.commands().count
    try fetchOnceServed(home)
    #expect(Set(try home.stored()) == Set(contents))
    #expect(try home.files().count == contents.count)
    #expect(try folderNames("\(home.archive)/accounts/home/tmp") == [])
    let fetched = mailbox.commands(after: before).count { $0.hasPrefix("RETR") }
    #expect(fetched <= contents.count - stored, "a message that had its name was downloaded again")
    #expect(mailbox.remaining.count == (onServer == "\"delete\"" ? 0 : contents.count))
    try home.run("verify").succeeds()
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal ends a fetch in order: what has arrived is committed`(signal: Int32) throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3)
    let gate = Gate()
    try home.configure(mailbox.account())
    try home.makeArchive()
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        if request.verb == "RETR" && request.argument == "3" { gate.open() }
        return nil
      }
    }
    let command = try home.start(["fetch"])
    #expect(gate.wait())
    command.signal(signal)
    let run = try command.finish()
    #expect(run.status == 0 || run.status == 75, "\(run)")
    try fetchOnceServed(home)
    #expect(Set(try home.stored()) == Set(MadeMail.contents(1...3)))
    #expect(try home.files().count == 3)
  }

  @Test func `a second command on the same archive ends with 75 and leaves the first alone`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3)
    let gate = Gate()
    let release = Gate()
    try home.configure(mailbox.account())
    try home.makeArchive()
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.verb == "RETR" else { return nil }
        gate.open()
        _ = release.wait()
        release.open()
        return nil
      }
    }
    let first = try home.start(["fetch"])
    #expect(gate.wait())
    try home.run("fetch", "--quiet").fails(75, home.archive)
    release.open()
    try first.finish().succeeds()
    #expect(try home.files().count == 3)
  }

  /// True where the fetch was killed at its nth command; false where it ended before that.
  private func kill(_ home: UserHome, _ mailbox: ServedMailbox, atCommand ordinal: Int) throws -> Bool {
    let gate = Gate()
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.ordinal == ordinal else { return nil }
        gate.open()
        return .stall
      }
    }
    let command = try home.start(["fetch"])
    let watched = gate.wait(while: command)
    mailbox.server.change { $0.verdict = nil }
    guard watched else {
      try command.finish().succeeds()
      return false
    }
    command.signal(SIGKILL)
    #expect(try command.finish().status == 128 + SIGKILL)
    return true
  }

  /// Fetches; as long as the server still holds the mailbox for the dead session, again.
  private func fetchOnceServed(_ home: UserHome) throws {
    let deadline = ContinuousClock.now + .seconds(20)
    var run = try home.run("fetch")
    while run.status == 75, ContinuousClock.now < deadline { run = try home.run("fetch") }
    run.succeeds()
  }
}
