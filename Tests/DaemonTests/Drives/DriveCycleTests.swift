import Backup
import Daemon
import Fetching
import Glibc
import Settings
import TestFiles
import Testing

/// The whole cycle without a person: mail comes, drives come and go, copies are made, and only then mail leaves the
/// server.
@Suite(.timeLimit(.minutes(3))) struct DriveCycleTests {
  private func settings(_ names: String...) -> [DriveSettings] {
    names.map { DriveSettings(name: $0, backup: .whenAttached, verify: 100) }
  }

  @Test
  func `with the drive away mail piles up and stays on the server; attached, copies are made and it leaves`()
    async throws
  {
    let home = try DriveHome(settings("red"))
    try home.addDrive("red")
    try await home.start()
    let reports = try await home.deliver(5)
    #expect(reports.map(\.fetched) == [5] && reports.map(\.deleted) == [0])
    #expect(home.onServer == 5)
    let away = try #require(try await home.status(of: "red"))
    #expect(!away.isAttached && away.lacking == 5 && away.lackingSince != nil && away.lackingOctets > 500)
    home.attach("red")
    try await home.awaitComplete("red")
    try await home.awaitOnServer(0)
    #expect(try home.copies(on: "red").count == 5)
    #expect(home.log(of: "red", "attached at \(home.path("red"))").count == 1)
    #expect(home.log(of: "red", "5 messages (").count { $0.contains("copied, all read back") } == 1)
    #expect(home.log(of: "red", "you can unplug it now").count == 1)

    home.detach("red")
    try await home.awaitAttached("red", false)
    try await home.deliver(3)
    #expect(home.onServer == 3)
    #expect(try await home.status(of: "red")?.lacking == 3)
    home.attach("red")
    try await home.awaitComplete("red")
    try await home.awaitOnServer(0)
    #expect(try home.copies(on: "red").count == 8)
    #expect(home.log(of: "red", "100% of the others read: 5 messages").count == 1)
    #expect(home.log(of: "red", "warning").isEmpty && home.log(of: "red", "error").isEmpty)
    try await home.stop()
  }

  @Test func `new mail goes to a drive that stays attached, not more often than every quarter of an hour`()
    async throws
  {
    let home = try DriveHome(settings("red"))
    try home.addDrive("red")
    home.attach("red")
    try await home.start()
    try await home.awaitComplete("red")
    try await home.deliver(2)
    #expect(try await home.status(of: "red")?.lacking == 2)
    #expect(home.onServer == 2)
    home.clock.leap(.seconds(901))
    try await home.awaitComplete("red")
    try await home.awaitOnServer(0)
    #expect(try home.copies(on: "red").count == 2)
    try await home.stop()
  }

  @Test func `two drives in rotation: either is copy enough, and each catches up when it comes`() async throws
  {
    let home = try DriveHome(settings("blue", "red"))
    try home.addDrive("red")
    try home.addDrive("blue")
    home.attach("red")
    try await home.start()
    try await home.awaitComplete("red")
    for round in 1...3 {
      let (here, away) = round % 2 == 1 ? ("red", "blue") : ("blue", "red")
      home.detach(away)
      home.attach(here)
      try await home.awaitComplete(here)
      try await home.deliver(4)
      home.clock.leap(.seconds(901))
      try await home.awaitComplete(here)
      try await home.awaitOnServer(0)
      #expect(try home.copies(on: here).count == 4 * round)
      #expect(try await home.status(of: away)?.lacking ?? 0 > 0)
    }
    let lacking = try #require(try await home.status(of: "blue"))
    #expect(!lacking.isAttached && lacking.lacking == 4 && lacking.lastBackup != nil)
    let figures = try await home.figures("popkeep_drive_")
    #expect(figures.contains { $0.hasPrefix("popkeep_drive_attached{drive=\"red\",") && $0.hasSuffix(" 1") })
    #expect(figures.contains { $0.hasPrefix("popkeep_drive_attached{drive=\"blue\",") && $0.hasSuffix(" 0") })
    #expect(
      figures.contains {
        $0.hasPrefix("popkeep_drive_lacking_messages{drive=\"blue\",") && $0.hasSuffix(" 4")
      })
    home.attach("blue")
    try await home.awaitComplete("blue")
    #expect(try home.copies(on: "blue").count == 12)
    try await home.stop()
  }

  @Test func `where three copies are wanted, one drive does not do`() async throws {
    let home = try DriveHome(settings("blue", "red"), copies: 3)
    try home.addDrive("red")
    try home.addDrive("blue")
    home.attach("red")
    try await home.start()
    try await home.deliver(4)
    home.clock.leap(.seconds(901))
    try await home.awaitComplete("red")
    // The run that followed has judged, and left it all.
    #expect(try await home.fetch().map(\.deleted) == [0])
    #expect(home.onServer == 4)
    home.attach("blue")
    try await home.awaitOnServer(0)
    try await home.stop()
  }

  @Test func `a drive that is copied to by hand is left alone when it comes, and told of`() async throws {
    let home = try DriveHome([DriveSettings(name: "red", backup: .byHand)])
    try home.addDrive("red")
    try await home.start()
    try await home.deliver(2)
    home.attach("red")
    try await home.awaitAttached("red")
    try await Awaited.until("it is said") { home.log(of: "red", "2 messages (").count == 1 }
    #expect(try home.copies(on: "red").isEmpty)
    #expect(home.onServer == 2)
    try await home.stop()
  }

  @Test func `a copy that is damaged on the drive is found by the sample, made again and told of once`()
    async throws
  {
    let home = try DriveHome(settings("red"))
    try home.addDrive("red")
    home.attach("red")
    try await home.start()
    try await home.deliver(4)
    home.clock.leap(.seconds(901))
    try await home.awaitComplete("red")
    home.detach("red")
    try await home.awaitAttached("red", false)
    let copy = try #require(try home.copies(on: "red").first)
    let whole = try readFile(copy)
    try writeFile(copy, whole.map { $0 ^ 1 })
    home.attach("red")
    try await Awaited.until("it is mended; \(home.log(of: "red"))") {
      try home.log(of: "red", "and made again").count == 1 && readFile(copy) == whole
    }
    try await home.awaitComplete("red")
    #expect(try await home.status(of: "red")?.damaged == 0)
    try await home.stop()
  }
}
