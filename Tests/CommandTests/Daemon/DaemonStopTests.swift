import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// A daemon that is told to end: within ten seconds, with what has come safe, and nothing fetched twice after it.
@Suite(.waiting) struct DaemonStopTests {
  @Test(arguments: [SIGTERM, SIGINT])
  func `in the middle of many messages, what has come is committed and the session ends with QUIT`(
    signal: Int32
  ) throws {
    let home = try UserHome()
    var offer = Offer()
    // Of commands sent together all are answered before a session can end.
    offer.pipelining = false
    let mailbox = try ServedMailbox(1...300, offer: offer)
    let gate = Gate()
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.verb == "RETR" else { return nil }
        // A slow server: all of them would take seconds.
        poll(nil, 0, 10)
        if request.argument == "40" { gate.open() }
        return nil
      }
    }
    try home.configure(mailbox.account(onServer: "\"delete\"", others: "\"every\": \"1s\","))
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    #expect(gate.wait())
    let run = try daemon.stop(signal)
    #expect(run.status == 0)
    #expect(run.errors.contains("stopping") && run.errors.contains("stopped"))
    let stored = try home.files().count
    #expect(stored >= 30 && stored < 300, "\(stored)")
    #expect(mailbox.commands().last == "QUIT")
    #expect(try folderNames("\(home.archive)/accounts/home/tmp") == [])
    let before = mailbox.commands().count
    mailbox.server.change { $0.verdict = nil }
    try home.run("fetch").succeeds()
    #expect(Set(try home.stored()) == Set(MadeMail.contents(1...300)))
    #expect(try home.files().count == 300)
    #expect(mailbox.remaining == [])
    // What had its name was not fetched again.
    #expect(mailbox.commands(after: before).count { $0.hasPrefix("RETR") } == 300 - stored)
    try home.run("verify").succeeds()
  }

  @Test func `what came before the end and was not deleted any more goes with the next fetch`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3)
    let (asked, release) = (Gate(), Gate())
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.verb == "RETR", request.argument == "3" else { return nil }
        asked.open()
        _ = release.wait(60)
        return nil
      }
    }
    try home.configure(mailbox.account(onServer: "\"delete\"", others: "\"every\": \"1s\","))
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    #expect(asked.wait())
    daemon.signal(SIGTERM)
    try daemon.wait(forLog: "stopping")
    release.open()
    #expect(try daemon.finish().status == 0)
    #expect(mailbox.commands().last == "QUIT")
    #expect(try home.files().count == 3)
    #expect(mailbox.remaining.count == 3)
    try home.run("fetch").succeeds()
    #expect(mailbox.remaining == [])
    #expect(mailbox.server.server.counts.retrieved == 3)
  }

  @Test func `a message that drips, a server that hangs and a password that never comes hold nothing up`()
    throws
  {
    let home = try UserHome()
    let dripping = try ServedMailbox(1...2, users: ["drip"])
    let hanging = try ServedMailbox(1...3, users: ["hang"])
    let (dripped, hung) = (Gate(), Gate())
    addDripping(to: dripping, dripped)
    hanging.server.change { quirks in
      quirks.verdict = { request in
        guard request.verb == "RETR", request.argument == "3" else { return nil }
        hung.open()
        return .stall
      }
    }
    var silent = hanging.account(of: "silent", every: "1h")
    let started = home.folder("asked")
    silent.passwordCommand = "[\"sh\", \"-c\", \"touch \(started); exec sleep 20\"]"
    try home.configure(
      dripping.account(of: "drip", every: "1h"), hanging.account(of: "hang", every: "1h"), silent)
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    #expect(dripped.wait())
    #expect(hung.wait())
    try Awaited.until("the password command") { access(started, F_OK) == 0 }
    #expect(try daemon.stop().status == 0)
    // What was whole is there, and nothing else.
    #expect(Set(try home.stored(account: "drip")) == Set(MadeMail.contents(1...2)))
    #expect(Set(try home.stored(account: "hang")) == Set(MadeMail.contents(1...2)))
    hanging.server.change { $0.verdict = nil }
    let retrieved = hanging.server.server.counts.retrieved
    try Awaited.until("the server's end of it") { try home.run("fetch", "hang").status == 0 }
    #expect(hanging.server.server.counts.retrieved == retrieved + 1)
    #expect(try home.files(of: "hang").count == 3)
    try home.run("verify").succeeds()
  }

  @Test func `a daemon with nothing to do ends at once, and takes its socket away`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    try home.configure(mailbox.account(others: "\"every\": \"1h\","))
    try home.makeArchive()
    let daemon = try StartedDaemon(home)
    try daemon.wait(forStatus: "home") { $0["state"]?.text == "ok" }
    #expect(try home.sockets().count == 1)
    #expect(try daemon.stop().status == 0)
    #expect(try home.sockets() == [])
    #expect(try !folderNames("\(home.archive)/.popkeep").contains("daemon"))
  }

  /// Adds a message that comes in small pieces for as long as anybody listens; the gate opens once it has begun.
  private func addDripping(to mailbox: ServedMailbox, _ gate: Gate) {
    let pieces = 1_000
    let piece = Array(String(repeating: "0123456789abcde\r\n", count: 4_096).utf8)
    let octets = Int64(pieces * piece.count)
    mailbox.server.server.add([
      ServedMessage(uid: Array("drip".utf8), octets: octets) { sink in
        for number in 0..<pieces {
          try sink(piece.span.bytes)
          if number == 2 { gate.open() }
          poll(nil, 0, 50)
        }
      }
    ])
  }
}
