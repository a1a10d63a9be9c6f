import DemoServer
import Settings
import Testing

/// A server, or the network, that is gone for hours.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LostServerTests {
  /// Accounts, the hosts that they are spread over, and what is allowed.
  struct Case: Sendable, CustomTestStringConvertible {
    let accounts: Int
    let hosts: Int
    /// Tries in two hours, at most.
    let tries: Int
    /// Minutes until every account has been served again, at most.
    let minutes: Int
    /// Log-ins within one second when it is back, at most.
    let atOnce: Int
    /// True: who connects is hung up on; false: is refused.
    var isHungUpOn = false
    var testDescription: String {
      "\(accounts) accounts on \(hosts) hosts, \(isHungUpOn ? "hung up on" : "refused")"
    }
  }

  static let cases = [
    Case(accounts: 1, hosts: 1, tries: 16, minutes: 19, atOnce: 1),
    Case(accounts: 40, hosts: 1, tries: 110, minutes: 5, atOnce: 4),
    // Three connections a try: it might have been the line alone.
    Case(accounts: 40, hosts: 1, tries: 3 * 100, minutes: 5, atOnce: 4, isHungUpOn: true),
    Case(accounts: 60, hosts: 20, tries: 60 * 16, minutes: 19, atOnce: 8),
  ]

  @Test(arguments: cases)
  func `gone for hours: few tries; back: every account is served within minutes, and never many at once`(
    with bounds: Case
  ) async throws {
    let mail = try SimulatedMail(bounds.accounts, hosts: bounds.hosts)
    try mail.serve(1...2)
    let simulated = try SimulatedDaemon(mail.accounts)
    try await simulated.pass(.seconds(600))
    #expect(simulated.stored().values.allSatisfy { $0 == 2 })
    if bounds.isHungUpOn { try mail.hangUp() } else { mail.stop() }
    let gone = simulated.clock.elapsed
    try await simulated.pass(.seconds(2 * 3_600))
    let tries = simulated.tries(from: gone)
    #expect(tries.count <= bounds.tries)
    // Nor is it given up.
    #expect(tries.contains { $0.time > simulated.clock.elapsed - .seconds(1_200) })
    #expect(busiest(tries) <= 9)
    try mail.serve(1...3)
    let back = simulated.clock.elapsed
    let span = try await simulated.pass(.seconds(bounds.minutes * 60)) {
      mail.retrieved >= bounds.accounts
    }
    #expect(simulated.stored().values.allSatisfy { $0 == 3 }, "after \(span): \(simulated.stored())")
    #expect(busiest(simulated.tries(from: back)) <= bounds.atOnce)
    // And then all goes on as before.
    let usual = simulated.clock.elapsed
    try await simulated.pass(.seconds(1_500))
    for account in mail.accounts {
      let polls = simulated.tries(from: usual).count { $0.account == account.name }
      #expect((4...6).contains(polls), "\(account.name): \(polls)")
      #expect(try Set(simulated.files(of: account.name)).count == 3)
      #expect(try simulated.files(of: account.name).count == 3)
    }
    // What was here before was not downloaded again.
    #expect(mail.retrieved == bounds.accounts)
    try await simulated.stop()
  }

  /// Tries within the busiest second.
  private func busiest(_ tries: [SimulatedDaemon.Entry]) -> Int {
    Dictionary(grouping: tries) { $0.time.components.seconds }.values.map(\.count).max() ?? 0
  }
}
