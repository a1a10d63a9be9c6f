/// A moment after which nobody waits any more, on a clock that never jumps and counts a suspended machine's sleep.
package struct Deadline: Sendable, Comparable {
  private let instant: ContinuousClock.Instant

  /// The moment `duration` from now.
  package static func after(_ duration: Duration) -> Deadline {
    Deadline(instant: ContinuousClock.now.advanced(by: duration))
  }

  package static func < (left: Deadline, right: Deadline) -> Bool { left.instant < right.instant }

  /// How long it is still; zero once it has passed.
  package var remaining: Duration { max(.zero, ContinuousClock.now.duration(to: instant)) }

  package var isPast: Bool { ContinuousClock.now >= instant }

  /// What is left for `poll(2)`, rounded up so that it never wakes too early.
  package var pollMilliseconds: Int32 {
    let (seconds, attoseconds) = remaining.components
    let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return overflow ? .max : Int32(clamping: milliseconds.addingReportingOverflow(fraction).partialValue)
  }
}
