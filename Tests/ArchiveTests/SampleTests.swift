import Archive
import MailIndex
import Maildir
import TestFiles
import Testing

@Suite struct SampleTests {
  @Test func `repeated samples come to read every message, each its share`() throws {
    let names = (0..<2000).map { "1700000\($0 % 7).\($0).popkeep,S=\($0)" }
    var unread = Set(names)
    for run in 0..<100 {
      let sample = try #require(Sample(share: 0.1, seed: Int64(1_800_000_000 + run * 86_400)))
      let drawn = names.filter { sample.contains($0) }
      // Twelve standard deviations: a draw that is one stays within.
      #expect((40...360).contains(drawn.count))
      unread.subtract(drawn)
    }
    #expect(unread.isEmpty)
  }

  @Test func `a sample is the same for the same seed, and a whole one leaves nothing out`() throws {
    let names = (0..<500).map { "name \($0)" }
    let first = try #require(Sample(share: 0.5, seed: 7))
    let other = try #require(Sample(share: 0.5, seed: 8))
    let whole = try #require(Sample(share: 1, seed: 7))
    #expect(names.filter(first.contains) == names.filter(first.contains))
    #expect(names.filter(first.contains) != names.filter(other.contains))
    #expect(names.allSatisfy(whole.contains))
    for share in [0, -1, 1.01, .nan, .infinity] { #expect(Sample(share: share, seed: 1) == nil) }
  }

  @Test func `what is not drawn is not read, and yet missed, found foreign and found twice`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync((1...40).map { .numbered($0) })
    let rows = try fixture.rows()
    let sample = try #require(Sample(share: 0.2, seed: 5))
    let left = rows.filter { !sample.contains($0.message.base) }
    let drawn = rows.filter { sample.contains($0.message.base) }
    try #require(left.count > 4 && drawn.count > 2)
    for row in [left[0], drawn[0]] {
      var bytes = try readFile(fixture.file(row))
      bytes[3] ^= 1
      try writeFile(fixture.file(row), bytes)
    }
    try FileMoves.remove(fixture.file(left[1]))
    try writeFile("\(fixture.path)/accounts/home/new/other", [1])
    try writeFile(
      "\(fixture.path)/accounts/home/cur/\(left[2].message.base):2,S", try readFile(fixture.file(left[2])))
    let (summary, findings) = try fixture.verify(sample)
    #expect(
      findings.filter { !$0.hasPrefix("doubled") }
        == [
          "damaged new/\(drawn[0].message.base)", "foreign new/other", "missing \(left[1].message.base)",
        ])
    #expect(findings.count { $0.hasPrefix("doubled") && $0.contains(left[2].message.base) } == 1)
    #expect(summary.files == drawn.count)
    #expect(summary.present == 40)
  }
}
