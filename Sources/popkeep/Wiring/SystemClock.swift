import Fetching

extension SyncClock {
  /// The machine's clocks.
  static var system: SyncClock {
    let started = ContinuousClock.now
    return SyncClock(now: { Environment.now() }, elapsed: { ContinuousClock.now - started })
  }
}
