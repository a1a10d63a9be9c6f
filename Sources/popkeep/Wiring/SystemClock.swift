import Fetching
import Glibc

extension SyncClock {
  /// The machine's clocks.
  static var system: SyncClock {
    let started = ContinuousClock.now
    return SyncClock(now: { Environment.now() }, elapsed: { ContinuousClock.now - started })
  }
}

extension ScheduleClock {
  /// The machine's clocks: what is due is due by one that goes on while it sleeps and that nobody sets.
  static var system: ScheduleClock {
    let started = ContinuousClock.now
    return ScheduleClock(
      now: {
        let wall = Environment.now()
        return Moment(
          elapsed: ContinuousClock.now - started, wall: wall, minuteOfDay: Environment.minuteOfDay(wall))
      },
      wait: { until in
        // Ended early by the end of its task: then nobody waits for it.
        do { try await Task.sleep(until: started + until, clock: .continuous) } catch { return }
      })
  }
}
