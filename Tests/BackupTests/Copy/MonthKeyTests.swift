import Archive
import Backup
import Testing

@Suite struct MonthKeyTests {
  @Test func `the month of arrival names the folders, in UTC`() {
    let key = MonthKey(account: "home", arrival: 1_700_733_600)
    #expect(key.yearName == "2023")
    #expect(key.name(ofPart: 1) == "2023-11")
    #expect(key.name(ofPart: 12) == "2023-11.12")
    #expect(MonthKey(account: "home", arrival: 1_701_388_799).name(ofPart: 1) == "2023-11")
    #expect(MonthKey(account: "home", arrival: 1_701_388_800).name(ofPart: 1) == "2023-12")
  }

  @Test func `before 1970 and after 9999 there are months too`() {
    #expect(MonthKey(account: "home", arrival: -5).name(ofPart: 1) == "1970-01")
    let late = MonthKey(account: "home", arrival: 253_402_300_800)
    #expect(late.yearName == "10000" && late.name(ofPart: 2) == "10000-01.2")
  }

  @Test(arguments: ["1970-01", "2023-11", "2023-11.2", "2023-12.10", "10000-01", "10000-01.3"])
  func `a folder's name is read back`(_ name: String) throws {
    let part = try #require(MonthKey.part(name))
    let start = try #require(CivilDate(year: part.year, month: part.month, day: 1).seconds)
    #expect(MonthKey(account: "home", arrival: start).name(ofPart: part.part) == name)
  }

  @Test(arguments: [
    "", "-", ".", "2023", "2023-", "-11", "2023-1", "2023-00", "2023-13", "2023-011", "02023-11", "2023-11.",
    "2023-11.1", "2023-11.0", "2023-11.-2", "2023-11.02", "2023-11.2.3", "2023-11-2", "+2023-11", "2023-+1",
    "2023-11.damaged", "../2023-11", " 2023-11", "2023-11\n", "99999999999999999999-01",
    "2023-11.99999999999999999999", "２023-11",
  ])
  func `any other name is no month's`(_ name: String) {
    #expect(MonthKey.part(name) == nil)
  }

  @Test func `the moments of a month are those that have its folder`() {
    for arrival: Int64 in [0, 1_700_733_600, 1_709_164_800, 253_402_300_799] {
      let key = MonthKey(account: "home", arrival: arrival)
      #expect(key.span.contains(arrival))
      #expect(MonthKey(account: "home", arrival: key.span.lowerBound) == key)
      #expect(MonthKey(account: "home", arrival: key.span.upperBound - 1) == key)
      #expect(MonthKey(account: "home", arrival: key.span.upperBound) != key)
    }
  }

  @Test func `months are in the order of accounts, then of time`() {
    let keys = [("a", Int64(1_709_164_800)), ("b", 0), ("a", 1_700_733_600), ("a", 253_402_300_800)]
      .map { MonthKey(account: $0.0, arrival: $0.1) }
    #expect(
      keys.sorted().map { "\($0.account)/\($0.name(ofPart: 1))" } == [
        "a/2023-11", "a/2024-02", "a/10000-01", "b/1970-01",
      ])
  }
}
