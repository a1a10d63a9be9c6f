/// A moment in the proleptic Gregorian calendar, UTC.
package struct CivilDate: Sendable, Equatable {
  package let year: Int64
  /// 1 to 12, 1 to 31.
  package let month, day: Int64
  package let hour, minute, second: Int64

  package init(year: Int64, month: Int64, day: Int64, hour: Int64 = 0, minute: Int64 = 0, second: Int64 = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// - Parameter seconds: since 1970 UTC; a negative number counts as 0.
  package init(_ seconds: Int64) {
    // Days since 0000-03-01, in eras of 400 years (Howard Hinnant, "chrono-compatible low-level date
    // algorithms").
    let seconds = max(0, seconds)
    let days = seconds / 86_400 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shifted + 2) / 5 + 1, hour: seconds % 86_400 / 3_600,
      minute: seconds % 3_600 / 60, second: seconds % 60)
  }

  /// Seconds since 1970 UTC; nil: before that, beyond what 64 bits count, or no date.
  package var seconds: Int64? {
    guard (1970...290_000_000_000).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    let total = days * 86_400 + hour * 3_600 + minute * 60 + second
    // The 31st of a month of 30 days is no date.
    return CivilDate(total) == self ? total : nil
  }

  /// The first moment of the month after this one.
  package var nextMonth: CivilDate {
    month == 12
      ? CivilDate(year: year + 1, month: 1, day: 1) : CivilDate(year: year, month: month + 1, day: 1)
  }
}
