import MailIndex
import TestFiles
import Testing

/// What an account has, which is kept up to date rather than counted.
@Suite struct TotalsTests {
  /// Expects that the sums are what a count of the rows gives.
  private func expectCounted(_ sample: Sample, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = try SQLiteFile(sample.path)
    for (id, name) in try sample.index.accounts() {
      let account = "account = (SELECT id FROM accounts WHERE name = '\(name)')"
      let totals = try sample.index.totals(id)
      #expect(
        totals.messages == (try file.number("SELECT count(*) FROM messages WHERE \(account)")),
        sourceLocation: sourceLocation)
      #expect(
        Int(totals.size) == (try file.number("SELECT coalesce(sum(size), 0) FROM messages WHERE \(account)")),
        sourceLocation: sourceLocation)
      #expect(
        Int(totals.wireOctets)
          == (try file.number("SELECT coalesce(sum(wire_size), 0) FROM messages WHERE \(account)")),
        sourceLocation: sourceLocation)
      #expect(
        totals.notStored
          == (try file.number("SELECT count(*) FROM messages WHERE \(account) AND state != 'stored'")),
        sourceLocation: sourceLocation)
      #expect(
        totals.onServer
          == (try file.number("SELECT count(*) FROM server_copies WHERE \(account) AND state != 'gone'")),
        sourceLocation: sourceLocation)
      #expect(try sample.index.totals()[id] == totals, sourceLocation: sourceLocation)
    }
  }

  @Test func `whatever is recorded, bound, deleted and found damaged, the sums are those of the rows`() throws
  {
    let sample = try Sample()
    let work = try sample.index.demandAccount("work")
    try expectCounted(sample)
    let rows = try sample.record(0..<40)
    _ = try sample.index.record((100..<110).map { .sample($0) }, for: work, now: 1)
    try expectCounted(sample)
    #expect(try sample.index.totals(sample.account).messages == 40)
    // A copy of a message that is there is no message.
    let again = Recording(.existing(rows[0].message), tag: tag(900), uid: [1], listedOctets: 1)
    _ = try sample.index.record([again], for: sample.account, now: 2)
    try expectCounted(sample)
    #expect(try sample.index.totals(sample.account).messages == 40)
    #expect(try sample.index.totals(sample.account).onServer == 41)
    try sample.index.mark(rows[..<7].map(\.id), .gone, isTry: true, now: 3)
    try sample.index.mark([
      FileMark(id: rows[3].message, base: MessageRecord.sample(3).base, state: .damaged),
      FileMark(id: rows[4].message, base: MessageRecord.sample(4).base, state: .missing),
    ])
    try expectCounted(sample)
    #expect(try sample.index.totals(sample.account).notStored == 2)
    #expect(try sample.index.totals(sample.account).onServer == 34)
    try sample.index.forget(copies: [rows[20].id])
    try expectCounted(sample)
  }

  @Test func `a batch that fails adds nothing`() throws {
    let sample = try Sample()
    try sample.record(0..<3)
    let wrong = Recording(.new(.sample(9)), tag: [1], uid: [1], listedOctets: 1)
    #expect(throws: IndexFailure.self) {
      _ = try sample.index.record([.sample(8), wrong], for: sample.account, now: 1)
    }
    try expectCounted(sample)
    #expect(try sample.index.totals(sample.account).messages == 3)
  }

  @Test func `sizes that no message has overflow nothing`() throws {
    let sample = try Sample()
    try sample.record(0..<3)
    try sample.index.close()
    try SQLiteFile(sample.path).run(
      "UPDATE accounts SET size = \(Int64.max - 5), wire_size = \(Int64.max - 5)")
    let index = try MailIndex.open(at: sample.path, mode: .writing)
    _ = try index.record((10..<20).map { .sample($0) }, for: sample.account, now: 1)
    #expect(try index.totals(sample.account).messages == 13)
    #expect(try index.totals(sample.account).size > 0)
  }
}
