import Archive
import MailIndex
import Reading
import Testing

@Suite struct QueryDateTests {
  /// An hour ahead of UTC, where it is 2026-03-31 00:30.
  private let zone = LocalZone.fixed(3600)
  private let now = CivilDate(year: 2026, month: 3, day: 30, hour: 23, minute: 30).seconds ?? 0

  private func span(_ query: String) throws -> Range<Int64> {
    guard case .date(let span) = try QueryReader.read(query, now: now, zone: zone) else {
      Issue.record("\(query) is no date")
      return 0..<0
    }
    return span
  }

  /// The moment in UTC at which a clock of the zone shows that.
  private func moment(_ year: Int64, _ month: Int64, _ day: Int64, _ hour: Int64 = 0, _ minute: Int64 = 0)
    -> Int64
  {
    (CivilDate(year: year, month: month, day: day, hour: hour, minute: minute).seconds ?? 0) - 3600
  }

  @Test func `after begins with the first moment of a date, before ends with it`() throws {
    #expect(try span("after:2024") == moment(2024, 1, 1)..<Int64.max)
    #expect(try span("after:2024-02") == moment(2024, 2, 1)..<Int64.max)
    #expect(try span("after:2024-02-29") == moment(2024, 2, 29)..<Int64.max)
    #expect(try span("before:2024-02-29T14:05") == Int64.min..<moment(2024, 2, 29, 14, 5))
    #expect(try span("before:2024-02-29T14:05:30") == Int64.min..<moment(2024, 2, 29, 14, 5) + 30)
    #expect(try span("before:2024-1-2") == Int64.min..<moment(2024, 1, 2))
  }

  @Test func `date takes all of a date, and a span both its ends`() throws {
    #expect(try span("date:2024") == moment(2024, 1, 1)..<moment(2025, 1, 1))
    #expect(try span("date:2024-12") == moment(2024, 12, 1)..<moment(2025, 1, 1))
    #expect(try span("date:2024-02-28") == moment(2024, 2, 28)..<moment(2024, 2, 29))
    #expect(try span("date:2024-01..2024-03") == moment(2024, 1, 1)..<moment(2024, 4, 1))
    #expect(try span("date:2024..") == moment(2024, 1, 1)..<Int64.max)
    #expect(try span("date:..2024") == Int64.min..<moment(2025, 1, 1))
  }

  @Test func `words and spans count from now, by the clock here`() throws {
    #expect(try span("date:today") == moment(2026, 3, 31)..<moment(2026, 4, 1))
    #expect(try span("date:Yesterday") == moment(2026, 3, 30)..<moment(2026, 3, 31))
    #expect(try span("after:7d") == now - 7 * 86_400..<Int64.max)
    #expect(try span("before:2w") == Int64.min..<now - 14 * 86_400)
    #expect(try span("after:12h") == now - 12 * 3600..<Int64.max)
    #expect(try span("date:7d") == now - 7 * 86_400..<Int64.max)
    #expect(try span("date:7d..2d") == now - 7 * 86_400..<now - 2 * 86_400)
  }

  @Test func `a month ago is the same day, or the last one of a shorter month`() throws {
    #expect(try span("after:1m").lowerBound == moment(2026, 2, 28, 0, 30))
    #expect(try span("after:2m").lowerBound == moment(2026, 1, 31, 0, 30))
    #expect(try span("after:1y").lowerBound == moment(2025, 3, 31, 0, 30))
    #expect(try span("after:99y").lowerBound == 0)
  }

  @Test func `the zone of the system is that of its C library`() {
    let zone = LocalZone.system
    for moment: Int64 in [1_795_443_300, 1_780_000_000, 0] {
      #expect(zone.moment(zone.date(at: moment)) == moment)
    }
    #expect(zone.moment(CivilDate(year: 2026, month: 2, day: 30)) == nil)
  }
}
