/// Deadlines as `poll(2)` takes them.
enum Waiting {
  /// What is left until `deadline`, rounded up so that nobody wakes too early; zero once it has passed.
  static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    let left = ContinuousClock.now.duration(to: deadline)
    if left <= .zero { return 0 }
    let (seconds, attoseconds) = left.components
    // Longer than a day is not waited for at once.
    if seconds >= 86_400 { return 86_400_000 }
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
