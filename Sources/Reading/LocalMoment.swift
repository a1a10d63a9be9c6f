import Archive

/// A moment as a clock here shows it.
package struct LocalMoment: Sendable {
  private let date: CivilDate
  private let moment: Int64
  private let offset: Int64

  /// - Parameter moment: in seconds since 1970 UTC.
  package init(_ moment: Int64, _ zone: LocalZone = .system) {
    self.moment = min(max(moment, 0), 253_402_300_799)
    offset = zone.offset(at: self.moment)
    date = zone.date(at: self.moment)
  }

  /// `2026-11-23 14:15`
  package var minute: String { "\(day) \(two(date.hour)):\(two(date.minute))" }

  /// `2026-11-23`
  package var day: String { "\(date.year)-\(two(date.month))-\(two(date.day))" }

  /// `Mon, 23 Nov 2026 14:15:00 +0100`
  package var full: String {
    let weekday = Self.weekdays[Int((moment + offset) / 86_400 % 7)]
    let zone = "\(offset < 0 ? "-" : "+")\(two(offset.magnitude / 3600))\(two(offset.magnitude / 60 % 60))"
    return
      "\(weekday), \(date.day) \(Self.months[Int(date.month) - 1]) \(date.year) "
      + "\(two(date.hour)):\(two(date.minute)):\(two(date.second)) \(zone)"
  }

  private func two(_ number: some BinaryInteger) -> String { number < 10 ? "0\(number)" : "\(number)" }

  // The first of January 1970 was a Thursday.
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
