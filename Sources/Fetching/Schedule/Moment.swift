/// One moment by the two clocks that a schedule goes by.
package struct Moment: Sendable, Equatable {
  /// Since some fixed moment; goes on while the machine sleeps, and is never set back. What is due is due by this.
  package var elapsed: Duration
  /// Seconds since 1970 UTC; a person may set it.
  package var wall: Int64
  /// Minutes since midnight on the wall here.
  package var minuteOfDay: Int

  package init(elapsed: Duration, wall: Int64, minuteOfDay: Int) {
    self.elapsed = elapsed
    self.wall = wall
    self.minuteOfDay = minuteOfDay
  }
}

/// The clocks of a scheduler.
package struct ScheduleClock: Sendable {
  package let now: @Sendable () -> Moment
  /// Returns at that time, or when its task is cancelled, or a little later where the machine slept meanwhile.
  package let wait: @Sendable (_ until: Duration) async -> Void

  package init(now: @escaping @Sendable () -> Moment, wait: @escaping @Sendable (Duration) async -> Void) {
    self.now = now
    self.wait = wait
  }
}
