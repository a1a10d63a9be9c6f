/// The time, as a sync sees it: the wall for what is recorded, a steady clock for what is measured.
package struct SyncClock: Sendable {
  /// Seconds since 1970 UTC.
  package let now: @Sendable () -> Int64
  /// Time since some fixed moment; never set back.
  package let elapsed: @Sendable () -> Duration

  package init(now: @escaping @Sendable () -> Int64, elapsed: @escaping @Sendable () -> Duration) {
    self.now = now
    self.elapsed = elapsed
  }
}
