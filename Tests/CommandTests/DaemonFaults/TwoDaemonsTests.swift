import Glibc
import TestFiles
import TestServers
import Testing

/// Two daemons on one archive.
@Suite(.waiting) struct TwoDaemonsTests {
  @Test func `of two that start together one serves, the other ends with 75 and disturbs nothing`() throws {
    let (home, mailbox) = try UserHome.polled(1...3)
    var pair = [try UnattendedRun(home), try UnattendedRun(home)]
    try Awaited.until("one ends") { pair.contains(where: \.hasEnded) }
    let place = try #require(pair.firstIndex { $0.hasEnded })
    try pair.remove(at: place).finish().fails(75, home.archive)
    let served = pair[0]
    try served.brings(MadeMail.contents(1...3), to: home)
    mailbox.add(4...4)
    try served.brings(MadeMail.contents(1...4), to: home)
    try served.answersFetch(home)
    // One that comes later, too.
    try UnattendedRun(home).finish().fails(75, home.archive)
    try served.answersFetch(home)
    try served.stop()
    for name in ["daemon", "daemon.new", "daemon.sock"] {
      #expect(access("\(home.archive)/.popkeep/\(name)", F_OK) != 0, "\(name)")
    }
    try home.run("fetch").succeeds()
    try home.run("verify").succeeds()
  }

  @Test func `of two that wait for one archive one gets it, and the other when the first has ended`() throws {
    let (home, mailbox) = try UserHome.polled(1...3)
    try moveFile(home.archive, to: home.folder("elsewhere"))
    let pair = [try UnattendedRun(home), try UnattendedRun(home)]
    for daemon in pair { try daemon.says("started with") }
    try moveFile(home.folder("elsewhere"), to: home.archive)
    try pair[0].brings(MadeMail.contents(1...3), to: home)
    try pair[0].until("the other one finds it locked") {
      pair.contains { $0.log.contains("Another popkeep is working") }
    }
    let isFirst = pair[1].log.contains("Another popkeep is working")
    let (served, waiting) = isFirst ? (pair[0], pair[1]) : (pair[1], pair[0])
    #expect(!served.log.contains("Another popkeep is working"))
    try served.answersFetch(home)
    try served.stop()
    mailbox.add(4...5)
    try waiting.brings(MadeMail.contents(1...5), to: home)
    try waiting.answersFetch(home)
    try waiting.stop()
    try home.run("verify").succeeds()
  }
}
