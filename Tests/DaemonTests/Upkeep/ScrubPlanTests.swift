import Daemon
import Testing

/// When a part of the archive is read.
@Suite struct ScrubPlanTests {
  @Test(
    arguments: [(30 * 86_400, 30), (86_400, 1), (90_000, 1), (3_600, 1), (364 * 86_400, 364)]
      as [(Int64, Int)])
  func `a part a day, so that all is read within the time`(period: Int64, slices: Int) {
    #expect(ScrubPlan(period: period).slices == slices)
  }

  @Test func `the first one waits for an hour after the start`() {
    let plan = ScrubPlan(period: 30 * 86_400)
    #expect(!plan.isDue(10_000, last: nil, start: 10_000))
    #expect(!plan.isDue(13_599, last: nil, start: 10_000))
    #expect(plan.isDue(13_600, last: nil, start: 10_000))
  }

  @Test func `the next one comes a day after the last, whenever the program started`() {
    let plan = ScrubPlan(period: 30 * 86_400)
    #expect(!plan.isDue(86_399 + 500, last: 500, start: 0))
    #expect(plan.isDue(86_400 + 500, last: 500, start: 86_899))
  }

  @Test func `a clock that was set back does not keep it from reading`() {
    let plan = ScrubPlan(period: 30 * 86_400)
    #expect(plan.isDue(1_000_000, last: 1_500_000, start: 1_400_000))
    #expect(plan.isDue(5, last: nil, start: 10_000))
    // A few minutes are no reason.
    #expect(!plan.isDue(1_000_000, last: 1_000_600, start: 0))
  }
}
