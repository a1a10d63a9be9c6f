import Backup
import Daemon
import Fetching
import Glibc
import Settings
import TestFiles
import Testing

/// Drives that fail, are pulled, or stay away.
@Suite(.timeLimit(.minutes(3))) struct DriveTroubleTests {
  /// Appends what it is told to a file.
  private func hook(_ name: String, in folder: TemporaryFolder) -> Hook {
    Hook(command: ["/bin/sh", "-c", "cat >>\"$0\"", folder(name)])
  }

  private func told(_ name: String, in folder: TemporaryFolder) throws -> [String] {
    guard access(folder(name), F_OK) == 0 else { return [] }
    return String(decoding: try readFile(folder(name)), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `a drive that cannot be written to is told of once, tried again, and copied to once it can be`()
    async throws
  {
    let notes = try TemporaryFolder()
    let hooks = DriveHooks(onBackup: hook("backup", in: notes), onFailure: hook("failure", in: notes))
    let home = try DriveHome([DriveSettings(name: "red", backup: .whenAttached, hooks: hooks)])
    try home.addDrive("red")
    try await home.start()
    try await home.deliver(2)
    home.attach("red", isReadOnly: true)
    try await Awaited.until("it failed") { home.log(of: "red", "class=disk").count == 1 }
    try await Awaited.until("it is told") { try told("failure", in: notes).count == 1 }
    home.clock.leap(.seconds(61))
    try await Awaited.until("it is tried again") { home.log(of: "red", "class=disk").count == 2 }
    #expect(home.log(of: "red", "class=disk").filter { $0.contains(" debug ") }.count == 1)
    #expect(try await home.status(of: "red")?.problem?.kind == .disk)
    home.attach("red")
    try await home.awaitComplete("red")
    try await Awaited.until("it is told") { try told("backup", in: notes).count == 1 }
    let event = try #require(try told("backup", in: notes).first)
    for part in [
      "\"event\":\"backup\"", "\"drive\":\"red\"", "\"copied\":2", "\"canUnplug\":true", "\"damaged\":0",
      "\"path\":\"\(home.path("red"))/popkeep/archive\"", "\"verified\":2", "\"missingHere\":0",
    ] { #expect(event.contains(part), "\(event)") }
    #expect(!event.contains("account"))
    #expect(try told("failure", in: notes).count == 1)
    #expect(try await home.status(of: "red")?.problem == nil)
    try await home.stop()
  }

  @Test func `a drive that stays away is told of once, and again after it was there`() async throws {
    let notes = try TemporaryFolder()
    let day = 86_400
    let silence = DriveHooks.Silence(hook("silence", in: notes), after: Int64(5 * day))
    let other = DriveHooks.Silence(hook("never", in: notes), after: Int64(5 * day))
    let home = try DriveHome([
      DriveSettings(name: "red", backup: .byHand, hooks: DriveHooks(onSilence: silence)),
      DriveSettings(name: "never", backup: .byHand, hooks: DriveHooks(onSilence: other)),
    ])
    try home.addDrive("red")
    try await home.start()
    home.clock.leap(.seconds(4 * day))
    try await home.awaitAttached("red", false)
    #expect(try told("silence", in: notes).isEmpty)
    home.clock.leap(.seconds(2 * day))
    try await Awaited.until("it is told") { try told("silence", in: notes).count == 1 }
    try await Awaited.until("the other is told of") { try told("never", in: notes).count == 1 }
    let event = try #require(try told("silence", in: notes).first)
    #expect(event.contains("\"drive\":\"red\"") && event.contains("\"event\":\"silence\""))
    try await home.stop()
    try await home.start()
    home.clock.leap(.seconds(day))
    home.attach("red")
    try await home.awaitAttached("red")
    home.clock.leap(.seconds(6 * day))
    home.detach("red")
    try await home.awaitAttached("red", false)
    #expect(try told("silence", in: notes).count == 1)
    home.clock.leap(.seconds(6 * day))
    try await Awaited.until("it is told again") { try told("silence", in: notes).count == 2 }
    try await home.stop()
  }

  @Test func `a drive that is pulled while it is copied to: the run ends, and the next makes it whole`()
    async throws
  {
    let home = try DriveHome([DriveSettings(name: "red", backup: .byHand)])
    try home.addDrive("red")
    home.attach("red")
    try await home.start()
    try await home.deliver(3_000, octets: 2_000)
    let outcomes = try await home.backUp("red") { event in
      if case .copying = event { home.detach("red") }
    }
    #expect(outcomes.count == 1)
    #expect(outcomes.compactMap(\.problem).allSatisfy { $0.kind == .tryAgain })
    try await home.awaitAttached("red", false)
    home.attach("red")
    #expect(try await home.backUp("red").compactMap(\.problem).isEmpty)
    #expect(try home.copies(on: "red").count == 3_000)
    try await home.awaitOnServer(0)
    try await home.stop()
  }

  private static func problems(
    _ body: @Sendable () async throws -> [ControlClient.DriveOutcome]
  ) async throws -> [Problem] {
    do { return try await body().compactMap(\.problem) } catch let problem as Problem { return [problem] }
  }

  @Test func `the daemon is stopped while it copies: it ends soon, and goes on at its next start`()
    async throws
  {
    let home = try DriveHome([DriveSettings(name: "red", backup: .whenAttached)])
    try home.addDrive("red")
    try await home.start()
    try await home.deliver(3_000, octets: 2_000)
    home.attach("red")
    let copying = Gate()
    // Who asked is told that it was ended early, or that nothing more is begun.
    async let problems = Self.problems {
      try await home.backUp("red") { event in
        if case .copying = event { copying.open() }
      }
    }
    // The run that began by itself may be through before anybody asks.
    try await Awaited.until("it copies") { try copying.isOpen || home.copies(on: "red").count == 3_000 }
    #expect(try await home.status(of: "red")?.progress != nil || (try home.copies(on: "red").count) == 3_000)
    try await home.stop()
    #expect(try await problems.allSatisfy { $0.kind == .tryAgain })
    #expect(home.log(of: "red", "class=").filter { !$0.contains(" debug ") }.isEmpty)
    try await home.start()
    try await home.awaitComplete("red")
    #expect(try home.copies(on: "red").count == 3_000)
    try await home.awaitOnServer(0)
    try await home.stop()
  }
}
