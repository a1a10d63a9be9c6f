import Fetching
import Testing

/// Whether a clock that was set while the program runs is noticed.
@Suite struct ClockWatchTests {
  private static let day: Int64 = 86_400

  /// Looks at both clocks every so often: at each step so many seconds have passed, and the wall was set by so many.
  /// Returns what was thought of the clock at each.
  private func judgements(_ steps: [(passed: Int64, set: Int64)]) -> [Bool] {
    var watch = ClockWatch()
    var now = Moment(elapsed: .seconds(500), wall: 1_800_000_000, minuteOfDay: 0)
    var judgements = [watch.doubts(now)]
    for step in steps {
      now.elapsed += .seconds(step.passed)
      now.wall += step.passed + step.set
      judgements.append(watch.doubts(now))
    }
    return judgements
  }

  @Test(arguments: [2 * day, 365 * day, 20_000 * day])
  func `set forward by more than a day it is in doubt for a day, and then believed`(seconds: Int64) {
    let seen = judgements([(300, seconds), (86_000, 0), (500, 0), (300, 0)])
    #expect(seen == [false, true, true, false, false])
  }

  @Test func `set right again it is believed at once, and a second jump is in doubt anew`() {
    let seen = judgements([
      (300, 365 * Self.day), (80_000, -365 * Self.day), (300, 365 * Self.day), (80_000, 0),
    ])
    #expect(seen == [false, true, false, true, true])
  }

  @Test(arguments: [-400 * day, -day, -3_600, 3_600, day])
  func `set back, or forward by a day at most, it is believed`(seconds: Int64) {
    #expect(judgements([(300, seconds), (300, 0)]) == [false, false, false])
  }

  @Test func `a machine that slept for a month is in no doubt`() {
    #expect(judgements([(30 * 86_400, 0)]) == [false, false])
  }

  @Test func `clocks at the ends of all time do no harm`() {
    var watch = ClockWatch()
    let seen = [Int64.max, .min, 0, .max].map {
      watch.doubts(Moment(elapsed: .seconds(5), wall: $0, minuteOfDay: 0))
    }
    #expect(seen == [false, true, false, true])
  }
}
