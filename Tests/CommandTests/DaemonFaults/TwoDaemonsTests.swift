import Glibc
import TestFiles
import TestServers
import Testing

/// Two daemons on one archive.
@Suite struct TwoDaemonsTests {
  @Test func `of two that start together one serves, the other ends with 75 and disturbs nothing`()
    async throws
  {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account(others: "\"every\": \"1s\", "))
    try home.makeArchive()
    var pair = [try UnattendedRun(home), try UnattendedRun(home)]
    let deadline = ContinuousClock.now + .seconds(60)
    while !pair.contains(where: \.hasEnded), ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(10))
    }
    let place = try #require(pair.firstIndex { $0.hasEnded })
    try pair.remove(at: place).finish().fails(75, home.archive)
    let served = pair[0]
    try await served.brings(MadeMail.contents(1...3), to: home)
    mailbox.add(4...4)
    try await served.brings(MadeMail.contents(1...4), to: home)
    try await served.answersFetch(home)
    // One that comes later, too.
    try UnattendedRun(home).finish().fails(75, home.archive)
    try await served.answersFetch(home)
    try served.stop()
    for name in ["daemon", "daemon.new", "daemon.sock"] {
      #expect(access("\(home.archive)/.popkeep/\(name)", F_OK) != 0, "\(name)")
    }
    try home.run("fetch").succeeds()
    try home.run("verify").succeeds()
  }
}
