import Backup
import Daemon
import Fetching
import Settings
import TestFiles
import Testing

/// What other commands have the daemon do with drives.
@Suite(.timeLimit(.minutes(3))) struct DriveRequestTests {
  private func problem(_ home: DriveHome, _ drives: String) async throws -> Problem? {
    do { return try await home.backUp(drives).first?.problem } catch let problem as Problem { return problem }
  }

  @Test func `copying by hand: what happens is shown, and the report comes at the end`() async throws {
    let home = try DriveHome([])
    try home.addDrive("red")
    try home.addDrive("blue")
    home.attach("red")
    home.attach("blue")
    try await home.start()
    try await home.deliver(6)
    let shown = Gate()
    let outcomes = try await home.backUp("red") { event in
      if case .copying(_, of: 6, _, _) = event { shown.open() }
    }
    let report = try #require(outcomes.first?.report)
    #expect(outcomes.count == 1 && outcomes[0].problem == nil)
    #expect(report.name == "red" && report.copied == 6 && report.verified == 6 && report.bytes > 600)
    #expect(report.path.hasPrefix(home.path("red")))
    #expect(shown.isOpen)
    // Copies on one drive more: what waited for that follows.
    try await home.awaitOnServer(0)
    let all = try await home.backUp()
    #expect(all.map(\.report.name).sorted() == ["blue", "red"])
    #expect(all.map(\.report.copied).sorted() == [0, 6])
    #expect(try home.copies(on: "blue").count == 6)
    try await home.stop()
  }

  @Test func `a drive may be named by its path, and several may ask at a time`() async throws {
    let home = try DriveHome([DriveSettings(name: "red", backup: .whenAttached)])
    try home.addDrive("red")
    try await home.start()
    try await home.deliver(50)
    home.attach("red")
    async let first = home.backUp(home.path("red"))
    async let second = home.backUp("red")
    async let third = home.backUp()
    for outcomes in try await [first, second, third] {
      #expect(outcomes.map(\.report.name) == ["red"] && outcomes.compactMap(\.problem).isEmpty)
    }
    #expect(try home.copies(on: "red").count == 50)
    try await home.stop()
  }

  @Test func `what cannot be done is said, with its class`() async throws {
    let home = try DriveHome([])
    try await home.start()
    #expect(try await problem(home, "red")?.kind == .configuration)
    do {
      _ = try await home.backUp()
      Issue.record("there is no drive")
    } catch let problem as Problem { #expect(problem.kind == .configuration) }
    try await home.stop()
    try home.addDrive("red")
    try await home.start()
    #expect(try await problem(home, "red")?.kind == .tryAgain)
    #expect(try await problem(home, home.folder("nowhere"))?.kind == .configuration)
    do {
      _ = try await home.backUp()
      Issue.record("no drive is attached")
    } catch let problem as Problem {
      #expect(problem.kind == .tryAgain && problem.hint.contains("red"))
    }
    try await home.deliver(1)
    home.attach("red", isReadOnly: true)
    #expect(try await problem(home, "red")?.kind == .disk)
    try await home.stop()
  }

  @Test func `a verification tells what is damaged, and the daemon makes it again`() async throws {
    let home = try DriveHome([DriveSettings(name: "red", backup: .whenAttached, verify: 0)])
    try home.addDrive("red")
    home.attach("red")
    try await home.start()
    try await home.deliver(5)
    home.clock.leap(.seconds(901))
    try await home.awaitComplete("red")
    let copy = try #require(try home.copies(on: "red").first)
    let whole = try readFile(copy)
    try writeFile(copy, whole.map { $0 ^ 1 })
    let outcome = try await BesideTasks.run {
      var client = try home.client()
      return try client.verifyDrive("red", share: nil) { _, _ in }
    }
    #expect(outcome.problem == nil && outcome.report.damaged == 1 && outcome.report.verified == 4)
    try await Awaited.until("it is mended; \(home.log(of: "red"))") { try readFile(copy) == whole }
    try await home.awaitComplete("red")
    try await home.stop()
  }

  @Test func `a drive that is added while it is mounted is copied to as soon as the daemon is told`()
    async throws
  {
    let home = try DriveHome([DriveSettings(name: "red", backup: .whenAttached)])
    home.attach("red")
    try await home.start()
    try await home.deliver(3)
    try home.addDrive("red", besideDaemon: true)
    try await BesideTasks.run {
      var client = try home.client()
      try client.lookForDrives()
    }
    try await home.awaitComplete("red")
    try await home.awaitOnServer(0)
    try await home.stop()
  }
}
