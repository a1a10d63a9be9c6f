import Fetching
import Glibc
import Synchronization

/// Clocks that go as the machine's do, and that a test sets forward: what is due by then comes soon.
final class LeapingClock: Sendable {
  private let started = ContinuousClock.now
  private let leapt = Mutex(Duration.zero)

  var elapsed: Duration { ContinuousClock.now - started + leapt.withLock { $0 } }

  var wall: Int64 { 1_800_000_000 + elapsed.components.seconds }

  func leap(_ duration: Duration) { leapt.withLock { $0 += duration } }

  var sync: SyncClock { SyncClock(now: { self.wall }, elapsed: { self.elapsed }) }

  var schedule: ScheduleClock {
    ScheduleClock(
      now: { Moment(elapsed: self.elapsed, wall: self.wall, minuteOfDay: 720) },
      wait: { until in
        // Ended early by the end of its task: then nobody waits for it.
        while self.elapsed < until {
          do { try await Task.sleep(for: .milliseconds(10)) } catch { return }
        }
      })
  }
}
