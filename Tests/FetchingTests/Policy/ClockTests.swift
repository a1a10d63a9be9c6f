import DemoServer
import Fetching
import Settings
import TestServers
import Testing

/// A clock that is wrong for a run must not make mail old.
@Suite struct ClockTests {
  private static let day: Int64 = 86_400

  @Test func `a clock is in doubt before popkeep's days, after a pause of years, and when it was set back`() {
    let now = ClockDoubt.epoch + 100 * Self.day
    #expect(!ClockDoubt.isDue(now: now, lastRun: nil))
    #expect(!ClockDoubt.isDue(now: now, lastRun: now - 300 * Self.day))
    #expect(ClockDoubt.isDue(now: 1_000, lastRun: nil))
    #expect(ClockDoubt.isDue(now: now + 7_000 * Self.day, lastRun: now))
    #expect(ClockDoubt.isDue(now: now - 3 * Self.day, lastRun: now))
    #expect(ClockDoubt.isDue(now: .max, lastRun: .min) && ClockDoubt.isDue(now: .min, lastRun: .max))
  }

  @Test func `what was stored in a wrong year has no age`() {
    let message = RetentionFacts(storedAt: 1_000, arrived: 0, octets: 1, isTrashed: false)
    let reasons = Retention(RetentionRule(deleteAfter: Self.day))
      .judge([message], now: ClockDoubt.epoch + 100 * Self.day).reasons
    #expect(reasons == [nil])
  }

  @Test(arguments: [-Bench.start + 5_000, 7_000 * day])
  func `a run under a clock that jumped deletes nothing by age, and says so`(_ jump: Int64) async throws {
    var offer = Offer()
    offer.plaintextBeforeTLS = true
    let server = try FaultyServer.start(messages: Made.messages(1...3), quirks: Quirks(), offer: offer)
    defer { server.stop() }
    let bench = try Bench()
    let account = bench.account(port: server.port, onServer: RetentionRule(deleteAfter: 30 * Self.day))
    _ = try await bench.sync(account)
    bench.advance(by: jump)
    let report = try await bench.sync(account)
    #expect(report.deleted == 0 && report.error == nil)
    #expect(report.warnings.contains { $0.contains("clock") })
    #expect(server.server.remaining().count == 3)
  }
}
