/// Whether the clock on the wall was set forward while the program ran, by comparing it with the one that nobody sets. Pure.
///
/// Ages count by the wall, and a clock that is a year ahead makes every message old. A program that runs sees it jump,
/// whatever `ClockDoubt` has to go by; then nothing is deleted by age until the clock has been left alone for a day, in
/// which a person or a server of time may set it right.
package struct ClockWatch: Sendable {
  /// Less than this makes no message old that is not.
  private static let tolerance: Int64 = 86_400
  private static let quarantine: Duration = .seconds(86_400)

  /// Seconds between the two clocks when they were trusted last.
  private var offset: Int64?
  private var doubtedUntil: Duration?

  package init() {}

  /// Looks at the clocks; true where nothing may be deleted by age now.
  package mutating func doubts(_ now: Moment) -> Bool {
    let (current, overflow) = now.wall.subtractingReportingOverflow(now.elapsed.components.seconds)
    guard !overflow else { return true }
    guard let offset, current > offset.addingClamped(Self.tolerance) else {
      // As it was, or behind: that makes messages younger.
      self.offset = current
      doubtedUntil = nil
      return false
    }
    let end = doubtedUntil ?? now.elapsed + Self.quarantine
    doubtedUntil = end
    guard now.elapsed >= end else { return true }
    self.offset = current
    doubtedUntil = nil
    return false
  }
}
