import Fetching
import Settings
import Testing

/// Accounts that have something to do before they are due.
@Suite struct HasteTests {
  @Test func `who is hastened runs now, one after the other, and then at the usual pace`() {
    var days = Days(accounts: 3, every: 3_600)
    days.round()
    #expect(days.start().isEmpty)
    days.table.hasten(["a0", "a2", "nobody"], days.now)
    let first = days.start()
    #expect(first == ["a0"])
    days.end("a0")
    days.pass(1)
    let second = days.start()
    #expect(second == ["a2"])
    days.end("a2")
    days.pass(3_000)
    #expect(days.start().isEmpty)
  }

  @Test func `who runs at that moment runs once more`() {
    var days = Days(accounts: 1, every: 3_600)
    #expect(days.start() == ["a0"])
    days.table.hasten(["a0"], days.now)
    #expect(days.start().isEmpty)
    days.end("a0")
    days.pass(1.1)
    #expect(days.start() == ["a0"])
    days.end("a0")
    days.pass(3_000)
    #expect(days.start().isEmpty)
  }

  @Test func `what failed, is paused or has quiet hours goes on waiting`() {
    var failed = Days(accounts: 1, every: 3_600)
    #expect(failed.start() == ["a0"])
    failed.end("a0", .unavailable())
    failed.table.hasten(["a0"], failed.now)
    #expect(failed.start().isEmpty)

    var paused = Days(accounts: 1, every: 60)
    #expect(paused.start() == ["a0"])
    paused.end("a0", .refused, refusals: 2)
    paused.table.hasten(["a0"], paused.now)
    paused.pass(86_400)
    #expect(paused.start().isEmpty)

    var quiet = Days(accounts: 1, every: 300, quiet: QuietHours([.init(start: 0, end: 1_440)]))
    quiet.table.hasten(["a0"], quiet.now)
    #expect(quiet.start().isEmpty)
  }
}
