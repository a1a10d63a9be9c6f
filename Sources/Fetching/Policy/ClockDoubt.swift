/// Whether this machine's clock may be wrong. Pure.
///
/// Ages count by it, and a clock that was wrong for one run would make every message old. Where it is in doubt,
/// nothing is deleted by age in that run; the next one has its time to go by.
package enum ClockDoubt {
  /// 2026-01-01: no popkeep has run before.
  package static let epoch: Int64 = 1_767_225_600
  /// A longer pause between two runs is more likely to be a clock that jumped.
  private static let longestPause: Int64 = 400 * 86_400
  /// So far back a clock may be set without doubt: time zones that were confused, a server of time that corrects.
  private static let tolerance: Int64 = 86_400

  /// - Parameters:
  ///   - now: seconds since 1970 UTC.
  ///   - lastRun: when the account's last run ended; nil: never.
  package static func isDue(now: Int64, lastRun: Int64?) -> Bool {
    guard now >= epoch else { return true }
    guard let lastRun else { return false }
    return lastRun > now.addingClamped(tolerance) || now > lastRun.addingClamped(longestPause)
  }
}
