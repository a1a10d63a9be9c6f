import Archive
import Testing

@Suite struct CivilDateTests {
  @Test func `every day of four hundred years and more is counted there and back`() {
    var expected: (year: Int64, month: Int64, day: Int64) = (1970, 1, 1)
    for day in 0..<Int64(160_000) {
      let date = CivilDate(day * 86_400 + 3_661)
      #expect((date.year, date.month, date.day) == expected)
      #expect((date.hour, date.minute, date.second) == (1, 1, 1))
      #expect(date.seconds == day * 86_400 + 3_661)
      expected.day += 1
      if expected.day > Self.days(expected.year, expected.month) {
        expected = (expected.year, expected.month + 1, 1)
      }
      if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
    }
  }

  private static func days(_ year: Int64, _ month: Int64) -> Int64 {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    case _: 31
    }
  }

  @Test func `a time before 1970 counts as its beginning`() {
    #expect(CivilDate(-1) == CivilDate(0))
    #expect(CivilDate(.min) == CivilDate(year: 1970, month: 1, day: 1))
  }

  @Test func `the last second that 64 bits count comes back`() {
    #expect(CivilDate(9_000_000_000_000_000_000).seconds == 9_000_000_000_000_000_000)
  }

  @Test(arguments: [
    CivilDate(year: 1969, month: 12, day: 31), CivilDate(year: 2023, month: 2, day: 29),
    CivilDate(year: 2100, month: 2, day: 29), CivilDate(year: 2023, month: 4, day: 31),
    CivilDate(year: 2023, month: 0, day: 1), CivilDate(year: 2023, month: 13, day: 1),
    CivilDate(year: 2023, month: 1, day: 0), CivilDate(year: 2023, month: 1, day: 1, hour: 24),
    CivilDate(year: 2023, month: 1, day: 1, minute: 60), CivilDate(year: 2023, month: 1, day: 1, second: -1),
    CivilDate(year: .max, month: 1, day: 1), CivilDate(year: .min, month: 1, day: 1),
  ])
  func `what is no date has no seconds`(_ date: CivilDate) {
    #expect(date.seconds == nil)
  }

  @Test func `after December comes January`() {
    #expect(
      CivilDate(year: 2023, month: 12, day: 31, hour: 5).nextMonth == CivilDate(year: 2024, month: 1, day: 1))
    #expect(CivilDate(year: 2024, month: 1, day: 31).nextMonth == CivilDate(year: 2024, month: 2, day: 1))
  }
}
