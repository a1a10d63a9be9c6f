/// The Gregorian calendar as dates of mail need it.
enum Calendar {
  /// The moment when the year 9999 ends, in seconds since 1970 UTC.
  static let end = 253_402_300_800

  /// Days from 1970-01-01 to a date; days past a month's end run into the next month.
  static func days(year: Int, month: Int, day: Int) -> Int {
    // Years that begin in March put the leap day at their end.
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The month, 1…12, whose English name starts with the first three letters at `word`.
  static func month(_ text: Span<UInt8>, _ word: Range<Int>) -> Int? {
    guard word.count >= 3 else { return nil }
    let start = word.lowerBound
    let letters =
      UInt32(text[start].lowered) << 16 | UInt32(text[start + 1].lowered) << 8
      | UInt32(text[start + 2].lowered)
    return months.firstIndex(of: letters).map { $0 + 1 }
  }

  private static let months: [UInt32] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ].map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } }
}
