import Daemon
import Testing

/// When what has to be looked at now and then is looked at.
@Suite struct UpkeepPlanTests {
  @Test func `at first all is due, and a sign of life only where one is wanted`() {
    var plain = UpkeepPlan(watchdog: nil)
    let first = plain.take(.seconds(100))
    #expect(Set(first) == Set(UpkeepPlan.Piece.allCases).subtracting([.watchdog]))
    var watched = UpkeepPlan(watchdog: .milliseconds(150))
    let all = watched.take(.seconds(100))
    #expect(all == UpkeepPlan.Piece.allCases)
  }

  @Test func `each piece comes back at its pace, and the next one is announced`() {
    var plan = UpkeepPlan(watchdog: .milliseconds(500))
    var counts: [UpkeepPlan.Piece: Int] = [:]
    var now = Duration.seconds(7)
    let end = now + .seconds(120)
    while now < end {
      for piece in plan.take(now) { counts[piece, default: 0] += 1 }
      let next = plan.next(now)
      #expect(next > now)
      now = next
    }
    #expect(
      counts == [
        .watchdog: 240, .configuration: 60, .archive: 24, .pauses: 12, .silence: 2, .scrub: 2, .textfile: 8,
        .drives: 24,
        .status: 24,
      ])
  }

  @Test func `what was missed in a machine that slept is done once`() {
    var plan = UpkeepPlan(watchdog: nil)
    _ = plan.take(.zero)
    let late = plan.take(.seconds(86_400))
    #expect(late.count { $0 == .configuration } == 1)
    let again = plan.take(.seconds(86_400))
    #expect(again.isEmpty)
  }
}
