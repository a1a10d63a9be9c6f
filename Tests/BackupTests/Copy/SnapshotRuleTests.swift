import Backup
import Testing

@Suite struct SnapshotRuleTests {
  private let day: Int64 = 86_400
  private let large: Int64 = 1 << 30

  @Test func `once a day the index is copied whatever happened`() {
    #expect(SnapshotRule.isDue(age: day, indexOctets: large, copied: 0))
    #expect(!SnapshotRule.isDue(age: day - 1, indexOctets: large, copied: 0))
  }

  @Test func `a copy from the future is copied anew: a clock is wrong`() {
    #expect(SnapshotRule.isDue(age: -1, indexOctets: large, copied: 0))
  }

  @Test func `a small index is copied whenever something is new`() {
    #expect(SnapshotRule.isDue(age: 1, indexOctets: 64 << 20, copied: 1))
    #expect(!SnapshotRule.isDue(age: 1, indexOctets: 1, copied: 0))
  }

  @Test func `a large one is copied where what is new is worth it`() {
    #expect(!SnapshotRule.isDue(age: 1, indexOctets: large, copied: large / 10 - 1))
    #expect(SnapshotRule.isDue(age: 1, indexOctets: large, copied: large / 10))
  }
}
