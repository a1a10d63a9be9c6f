/// How long an account waits after failures. Pure.
///
/// Each wait is twice the one before, up to a limit, and a fifth shorter or longer by chance, so that accounts that
/// failed together do not come back together.
package enum Backoff {
  /// What is expected to pass by itself is tried again soon, and often.
  private static let temporary = (first: 60.0, longest: 900.0)
  /// What a person must mend may still be mended at the server's end.
  private static let lasting = (first: 300.0, longest: 14_400.0)

  /// Seconds until the next try.
  ///
  /// - Parameters:
  ///   - failures: in a row, the last one included; at least 1.
  ///   - every: seconds between two runs of the account: no wait is limited to less.
  ///   - chance: 0 to 1.
  package static func delay(failures: Int, isTemporary: Bool, every: Double, chance: Double) -> Double {
    let (first, longest) = isTemporary ? temporary : lasting
    let wait = first * Double(1 << (min(max(failures, 1), 20) - 1))
    return min(wait, max(longest, every)) * (0.8 + 0.4 * min(max(0, chance), 1))
  }
}
