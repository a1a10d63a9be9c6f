import DemoServer
import Settings
import Testing

/// A clock that is set, and a machine that sleeps, under the daemon.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ClockTests {
  private static let day: Int64 = 86_400

  @Test(arguments: [-day, -30 * day, 365 * day, 900 * day])
  func `a clock on the wall that is set changes nothing of the schedule, and nothing is fetched twice`(
    by seconds: Int64
  ) async throws {
    let mail = try SimulatedMail(20)
    try mail.serve(1...2)
    let simulated = try SimulatedDaemon(mail.accounts)
    try await simulated.pass(.seconds(600))
    simulated.clock.setWall(by: seconds)
    let set = simulated.clock.elapsed
    try await simulated.pass(.seconds(1_800))
    for account in mail.accounts {
      let polls = simulated.tries(from: set).count { $0.account == account.name }
      #expect((5...7).contains(polls), "\(account.name): \(polls)")
      #expect(try simulated.files(of: account.name).count == 2)
    }
    #expect(mail.retrieved == 40)
    simulated.clock.setWall(by: -seconds)
    let reset = simulated.clock.elapsed
    try await simulated.pass(.seconds(1_800))
    for account in mail.accounts {
      let polls = simulated.tries(from: reset).count { $0.account == account.name }
      #expect((5...7).contains(polls), "\(account.name): \(polls)")
    }
    #expect(mail.retrieved == 40)
    try await simulated.stop()
  }

  @Test func `set back by days, the clock is in doubt: nothing is deleted by age, and it is said`()
    async throws
  {
    let (mail, simulated) = try await aged()
    simulated.clock.setWall(by: -30 * Self.day)
    let set = simulated.clock.elapsed
    try await simulated.pass(.seconds(310))
    #expect(warnings(simulated, from: set) == 3)
    #expect(mail.removed == 0)
    try await simulated.stop()
  }

  @Test(arguments: [365 * day, 900 * day])
  func `set forward by a year, it is in doubt for a day, and set right in time nothing was deleted`(
    by seconds: Int64
  ) async throws {
    let (mail, simulated) = try await aged()
    simulated.clock.setWall(by: seconds)
    let set = simulated.clock.elapsed
    try await pass(hours: 12, simulated)
    #expect(warnings(simulated, from: set) == 3)
    #expect(mail.removed == 0)
    simulated.clock.setWall(by: -seconds)
    try await pass(hours: 30, simulated)
    #expect(mail.removed == 0)
    // Left as it is for a day, it is right: nobody has to come.
    simulated.clock.setWall(by: seconds)
    try await pass(hours: 23, simulated)
    #expect(mail.removed == 0)
    try await pass(hours: 2, simulated)
    #expect(mail.removed == 6)
    try await simulated.stop()
  }

  /// Most of it the machine sleeps.
  private func pass(hours: Int, _ simulated: SimulatedDaemon) async throws {
    try await simulated.pass(.seconds(900))
    simulated.clock.suspend(.seconds(hours * 3_600 - 1_800))
    try await simulated.pass(.seconds(900))
  }

  /// Three accounts whose two messages each may go after twenty days, and have just come.
  private func aged() async throws -> (SimulatedMail, SimulatedDaemon) {
    let mail = try SimulatedMail(3, rule: RetentionRule(deleteAfter: 20 * Self.day))
    try mail.serve(1...2)
    let simulated = try SimulatedDaemon(mail.accounts)
    try await simulated.pass(.seconds(600))
    return (mail, simulated)
  }

  private func warnings(_ simulated: SimulatedDaemon, from start: Duration) -> Int {
    simulated.log.count { $0.time >= start && $0.text.contains("clock may be wrong") }
  }

  @Test func `a machine that slept for hours polls each account once, and then at its usual pace`()
    async throws
  {
    let mail = try SimulatedMail(20)
    try mail.serve(1...1)
    let simulated = try SimulatedDaemon(mail.accounts)
    try await simulated.pass(.seconds(900))
    try await sleepThrough(.seconds(9 * 3_600), mail, simulated)
    // A short sleep, less than an interval, costs nobody a poll and makes none that is not due.
    try await sleepThrough(.seconds(200), mail, simulated)
    try await simulated.stop()
  }

  private func sleepThrough(
    _ duration: Duration, _ mail: SimulatedMail, _ simulated: SimulatedDaemon
  ) async throws {
    let asleep = simulated.clock.elapsed
    simulated.clock.suspend(duration)
    let awake = simulated.clock.elapsed
    try await simulated.pass(.seconds(60))
    for account in mail.accounts {
      let polls = simulated.tries(from: awake).count { $0.account == account.name }
      #expect(duration > .seconds(400) ? polls == 1 : polls <= 1, "\(account.name): \(polls)")
    }
    #expect(asleep < awake)
    try await simulated.pass(.seconds(1_500))
    for account in mail.accounts {
      let polls = simulated.tries(from: awake + .seconds(60)).count { $0.account == account.name }
      #expect((4...6).contains(polls), "\(account.name): \(polls)")
    }
  }
}
