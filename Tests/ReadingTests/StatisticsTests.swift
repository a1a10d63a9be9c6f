import Reading
import Testing

@Suite struct StatisticsTests {
  private func archive() throws -> TestArchive {
    let test = try TestArchive()
    try test.store([message("one"), message("two", from: "Bob <bob@example.org>"), message("three")])
    try test.store([message("four", from: "\u{1B}[31m <x@example.org>")], account: "work", now: 1_795_443_400)
    return test
  }

  @Test func `each division has all messages, in its order`() throws {
    let test = try archive()
    let statistics = try ArchiveStatistics(
      test.archive, by: ArchiveStatistics.Division.allCases, zone: .fixed(0))
    #expect(statistics.total.messages == 4)
    #expect(statistics.shares.map(\.division) == ArchiveStatistics.Division.allCases)
    for (division, shares) in statistics.shares {
      #expect(shares.map(\.messages).reduce(0, +) == 4, "\(division)")
      #expect(shares.map(\.octets).reduce(0, +) == statistics.total.octets, "\(division)")
    }
    let names = Dictionary(
      uniqueKeysWithValues: statistics.shares.map { ($0.division, $0.shares.map(\.name)) })
    #expect(names[.account] == ["home", "work"])
    #expect(names[.year] == ["2026"] && names[.month] == ["2026-11"])
    #expect(names[.sender] == ["alice@example.org", "bob@example.org", "x@example.org"])
    #expect(names[.size]?.count == 5)
  }

  @Test func `one account, some senders, and the months of the zone`() throws {
    let test = try archive()
    let work = try ArchiveStatistics(test.archive, by: [.account, .sender], account: "work")
    #expect(work.total.messages == 1 && work.shares[0].shares.map(\.name) == ["work"])
    let first = try ArchiveStatistics(test.archive, by: [.sender], senders: 1)
    #expect(first.shares[0].shares.map(\.name) == ["alice@example.org"])
    #expect(first.shares[0].shares.map(\.person) == ["Alice"])
    let ahead = try ArchiveStatistics(test.archive, by: [.month], zone: .fixed(8 * 86_400))
    #expect(ahead.shares[0].shares.map(\.name) == ["2026-12"])
    #expect(try ArchiveStatistics(test.archive, by: [.year], account: "none").total.messages == 0)
  }

  @Test func `lines stay within the terminal and hold nothing harmful`() throws {
    let test = try archive()
    for width in [20, 40, 80, 200] {
      let statistics = try ArchiveStatistics(test.archive, by: ArchiveStatistics.Division.allCases)
      let lines = StatisticsTable(statistics, width: width).lines
      #expect(lines.contains { $0.contains("█") })
      #expect(lines.allSatisfy { TerminalText.line($0) == $0 })
      if width >= 80 { #expect(lines.allSatisfy { TerminalText.columns($0) <= width }) }
    }
  }
}
