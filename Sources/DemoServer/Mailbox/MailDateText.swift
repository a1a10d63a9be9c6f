/// A point in time as mail writes it (RFC 5322, section 3.3).
struct MailDateText {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  let text: String

  /// The text for a time in seconds since 1970 UTC, in a zone so many minutes east of UTC.
  init(_ time: Int64, minutesEast: Int) {
    let local = Int(clamping: time) + minutesEast * 60
    let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let second = local - day * 86_400
    let date = Self.date(day)
    let weekday = Self.weekdays[(day % 7 + 7) % 7]
    let clock = [second / 3600, second / 60 % 60, second % 60].map(Self.twoDigits).joined(separator: ":")
    let east = abs(minutesEast)
    let zone = "\(minutesEast < 0 ? "-" : "+")\(Self.twoDigits(east / 60))\(Self.twoDigits(east % 60))"
    text = "\(weekday), \(date.day) \(Self.months[date.month - 1]) \(date.year) \(clock) \(zone)"
  }

  // Years begin in March, so that the day that leap years add is the last.
  private static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
