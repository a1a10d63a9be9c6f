import DemoServer
import Glibc
import Synchronization
import TestFiles
import TestServers
import Testing

/// A daemon that is killed again and again while it fetches.
@Suite(.waiting) struct KilledDaemonTests {
  private static let users = ["alice", "bob", "carol", "dave"]
  private static let rounds = MatrixExtent.isComplete ? 100 : 10

  @Test(arguments: ["\"keep\"", "\"delete\""])
  func `killed ten times while it fetches for several accounts, it loses nothing and stores nothing twice`(
    onServer: String
  ) throws {
    let home = try UserHome()
    let mail = try ServedUsers(Self.users, messages(1...60))
    try mail.configure(home, onServer: onServer)
    try home.makeArchive()
    var chance = SystemRandomNumberGenerator()
    var last = 60
    for _ in 1...Self.rounds {
      let death = Int.random(in: 1...60, using: &chance)
      try kill(home, mail, atDownload: death)
      mail.add(messages(last + 1...last + 15))
      last += 15
    }
    let daemon = try UnattendedRun(home)
    try daemon.says("started with")
    // What the server refuses because it still has the dead session is asked for again.
    try daemon.answersFetch(home)
    for user in Self.users {
      try daemon.brings(contents(1...last), to: home, account: user)
      #expect(try folderNames("\(home.archive)/accounts/\(user)/tmp") == [])
      let left = onServer == "\"delete\"" ? 0 : last
      try daemon.until("\(user)'s mailbox is as it should be") {
        mail.remaining(of: user) == left
      }
    }
    try daemon.stop()
    try home.run("verify").succeeds()
    // Neither a lock nor a socket is left.
    try home.run("fetch").succeeds()
    #expect(try home.sockets() == [])
  }

  /// Starts a daemon and kills it when so many downloads have begun.
  private func kill(_ home: UserHome, _ mail: ServedUsers, atDownload death: Int) throws {
    let left = Mutex(death)
    let gate = Gate()
    mail.change { quirks in
      quirks.verdict = { request in
        guard request.verb == "RETR" else { return nil }
        let isReached = left.withLock { left in
          left -= 1
          return left == 0
        }
        if isReached { gate.open() }
        return nil
      }
    }
    let daemon = try UnattendedRun(home)
    try daemon.says("started with")
    var asking: [StartedCommand] = []
    var isReached = false
    var patience = ContinuousClock.now + .seconds(2)
    try daemon.until("download \(death)") {
      isReached = isReached || gate.wait(0)
      // An account that was refused because of a dead session waits for minutes, unless somebody asks.
      if !isReached, patience < ContinuousClock.now {
        patience = ContinuousClock.now + .seconds(2)
        asking.append(try home.start(["fetch", "--quiet"]))
      }
      return isReached
    }
    try daemon.kill()
    mail.change { $0.verdict = nil }
    for command in asking { _ = try command.finish() }
  }

  private func contents(_ numbers: ClosedRange<Int>) -> [[UInt8]] {
    numbers.map { MadeMail.content($0, size: 4_000) }
  }

  private func messages(_ numbers: ClosedRange<Int>) -> [ServedMessage] {
    zip(numbers, contents(numbers)).map { ServedMessage(uid: Array("uid-\($0)".utf8), content: $1) }
  }
}
