import Archive

/// A date as people write it in a query, as the span of time that it means, in seconds since 1970 UTC.
struct QueryDate: Equatable {
  /// When it begins, and the first moment after it.
  let start, end: Int64

  /// `2024`, `2024-01`, `2024-01-31`, `2024-01-31T14:00`, `today`, `yesterday`, or `30d`: the moment so many hours,
  /// days, weeks, months or years (`h d w m y`) before `now`, which takes no time.
  ///
  /// Nil where `text` is none of these.
  init?(_ text: String, now: Int64, in zone: LocalZone) {
    let text = text.lowercased()
    if text == "today" || text == "yesterday" {
      let now = zone.date(at: now)
      self.init(
        day: CivilDate(year: now.year, month: now.month, day: now.day), back: text == "today" ? 0 : 1, zone)
    } else if let unit = text.last, unit.isLetter {
      guard let count = Self.number(text.dropLast(), digits: 1...5),
        let moment = Self.moment(count, unit, before: now, zone)
      else { return nil }
      self.init(moment, moment)
    } else {
      self.init(written: text, zone)
    }
  }

  /// True for a moment, which is no span.
  var isMoment: Bool { start == end }

  private init(_ start: Int64, _ end: Int64) {
    self.start = start
    self.end = end
  }

  private init?(start: CivilDate, end: CivilDate, _ zone: LocalZone) {
    guard let start = zone.moment(start), let end = zone.moment(end) else { return nil }
    self.init(start, max(start, end))
  }

  private init?(day: CivilDate, back: Int64, _ zone: LocalZone) {
    guard let day = Self.day(day, after: -back), let next = Self.day(day, after: 1) else { return nil }
    self.init(start: day, end: next, zone)
  }

  private init?(written text: String, _ zone: LocalZone) {
    let halves = text.split(separator: "t", omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    guard halves.count <= 2, let year = Self.number(parts[0], digits: 4...4) else { return nil }
    var numbers: [Int64] = []
    for part in parts.dropFirst() {
      guard let number = Self.number(part, digits: 1...2) else { return nil }
      numbers.append(number)
    }
    switch (numbers.count, halves.count) {
    case (0, 1):
      self.init(
        start: CivilDate(year: year, month: 1, day: 1), end: CivilDate(year: year + 1, month: 1, day: 1), zone
      )
    case (1, 1):
      let month = CivilDate(year: year, month: numbers[0], day: 1)
      guard month.seconds != nil else { return nil }
      self.init(start: month, end: month.nextMonth, zone)
    case (2, 1): self.init(day: CivilDate(year: year, month: numbers[0], day: numbers[1]), back: 0, zone)
    case (2, 2):
      let day = CivilDate(year: year, month: numbers[0], day: numbers[1])
      self.init(clock: halves[1], on: day, zone)
    case _: return nil
    }
  }

  private init?(clock text: Substring, on day: CivilDate, _ zone: LocalZone) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map {
      Self.number($0, digits: 2...2)
    }
    guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1],
      let second = parts.count == 3 ? parts[2] : 0
    else { return nil }
    let date = CivilDate(
      year: day.year, month: day.month, day: day.day, hour: hour, minute: minute, second: second)
    guard let moment = zone.moment(date) else { return nil }
    self.init(moment, moment + (parts.count == 3 ? 1 : 60))
  }

  private static func moment(
    _ count: Int64, _ unit: Character, before now: Int64, _ zone: LocalZone
  ) -> Int64? {
    switch unit {
    case "h": now - count * 3600
    case "d": now - count * 86_400
    case "w": now - count * 604_800
    case "m": months(count, before: now, zone)
    case "y": months(count * 12, before: now, zone)
    case _: nil
    }
  }

  /// The same day and time so many months ago, or the last day of that month; what is before 1970 is everything.
  private static func months(_ count: Int64, before now: Int64, _ zone: LocalZone) -> Int64 {
    let today = zone.date(at: now)
    let month = today.year * 12 + today.month - 1 - count
    for day in stride(from: today.day, to: max(0, today.day - 4), by: -1) {
      let date = CivilDate(
        year: month / 12, month: month % 12 + 1, day: day, hour: today.hour, minute: today.minute,
        second: today.second)
      if let moment = zone.moment(date) { return moment }
    }
    return 0
  }

  private static func day(_ date: CivilDate, after days: Int64) -> CivilDate? {
    date.seconds.map { CivilDate($0 + days * 86_400) }
  }

  private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int64? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int64(text)
  }
}
