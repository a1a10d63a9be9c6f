/// The time, as a sync sees it: the wall for what is recorded, a steady clock for what is measured.
package struct SyncClock: Sendable {
  /// Seconds since 1970 UTC.
  package let now: @Sendable () -> Int64
  /// Time since some fixed moment; never set back.
  package let elapsed: @Sendable () -> Duration
  /// Returns after so long, or as soon as the run is to end.
  package let wait: @Sendable (Duration, StopRequest) -> Void

  package init(
    now: @escaping @Sendable () -> Int64, elapsed: @escaping @Sendable () -> Duration,
    wait: @escaping @Sendable (Duration, StopRequest) -> Void = { $1.wait($0) }
  ) {
    self.now = now
    self.elapsed = elapsed
    self.wait = wait
  }
}
