/// When a part of the archive is to be read, and how large it is. Pure.
package struct ScrubPlan {
  private static let day: Int64 = 86_400

  /// Parts that the archive is read in, one a day.
  package let slices: Int

  /// - Parameter period: seconds within which all of the archive is to be read.
  package init(period: Int64) { slices = Int(max(1, period / Self.day)) }

  /// True where the next part is to be read now.
  ///
  /// - Parameters:
  ///   - last: when the last one was read; nil: none was.
  ///   - start: when the program started: its first hour is for the mail.
  package func isDue(_ now: Int64, last: Int64?, start: Int64) -> Bool {
    guard let last else { return now - start >= 3600 || now < start }
    // A clock that was set back must not keep it from reading.
    return now - last >= Self.day || now < last - 3600
  }
}
