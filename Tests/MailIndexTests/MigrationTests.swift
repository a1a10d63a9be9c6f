import MailIndex
import TestFiles
import Testing

/// An index of a version before this one, taken over. Migrations are never edited: what one made is undone here.
@Suite struct MigrationTests {
  /// Makes the index what version 3 left.
  private func makeThird(_ path: String) throws {
    try SQLiteFile(path).run(
      """
      DROP TRIGGER server_copies_come;
      DROP TRIGGER server_copies_change;
      DROP TRIGGER server_copies_go;
      ALTER TABLE accounts DROP COLUMN on_server;
      ALTER TABLE messages DROP COLUMN cc_text;
      DROP TABLE stamp;
      ALTER TABLE mailbox_memory DROP COLUMN waiting;
      ALTER TABLE mailbox_memory DROP COLUMN copy_mark;
      DROP TRIGGER drives_forget_free_ids;
      DROP TABLE drive_gaps;
      DROP TABLE drives;
      DELETE FROM grdb_migrations WHERE identifier IN ('4: drives', '5: waiting for copies', '6: reading', '8: copies counted');
      """)
  }

  /// Makes the index what version 2 left.
  private func makeSecond(_ path: String) throws {
    try makeThird(path)
    try SQLiteFile(path).run(
      """
      DROP TABLE standing;
      DROP TABLE scrub;
      DROP INDEX messages_not_whole;
      DROP INDEX server_copies_here;
      ALTER TABLE accounts DROP COLUMN messages;
      ALTER TABLE accounts DROP COLUMN size;
      ALTER TABLE accounts DROP COLUMN wire_size;
      DELETE FROM grdb_migrations WHERE identifier = '3: schedule';
      """)
  }

  private func run(_ at: Int64, failure: String? = nil) -> RunRow {
    var run = RunRow(startedAt: at, endedAt: at + 1)
    run.fetched = 1
    run.failure = failure.map { .init(kind: $0, message: "no", isTemporary: true) }
    return run
  }

  @Test func `an index of version 2 is taken over: sums, last successes and failures since`() throws {
    let sample = try Sample()
    let index = sample.index
    let (work, idle) = (try index.demandAccount("work"), try index.demandAccount("idle"))
    try sample.record(0..<30)
    _ = try index.record((50..<60).map { .sample($0) }, for: work, now: 1)
    for at in [10, 20] as [Int64] { try index.recordRun(run(at), for: sample.account) }
    for at in [30, 40, 50] as [Int64] {
      try index.recordRun(run(at, failure: "unavailable"), for: sample.account)
    }
    try index.recordRun(run(60, failure: "loginRefused"), for: work)
    let totals = try index.totals()
    try index.close()
    try makeSecond(sample.path)
    // Who only reads waits until somebody has taken it over.
    #expect(
      try IndexFailure.code { _ = try MailIndex.open(at: sample.path, mode: .reading) } == .olderVersion)
    let taken = try MailIndex.open(at: sample.path, mode: .writing)
    #expect(try taken.totals() == totals)
    #expect(totals[sample.account]?.messages == 30 && totals[work]?.size == (50..<60).reduce(0, +))
    #expect(totals[idle] == AccountTotals())
    let standing = try taken.standing(sample.account)
    #expect(standing.lastSuccess == 21 && standing.failures == 3 && standing.refusals == 0)
    #expect(try taken.standing(work).failures == 1)
    #expect(try taken.standing(work).lastSuccess == nil)
    #expect(try taken.standing(idle) == StandingRow())
    #expect(try taken.lastScrub() == nil)
    #expect(try taken.lastRun(sample.account) == run(50, failure: "unavailable"))
    // And goes on from there.
    _ = try taken.record([.sample(99)], for: work, now: 2)
    #expect(try taken.totals(work).messages == 11)
    #expect(try taken.recordRun(run(70), for: sample.account).failures == 0)
    #expect(try taken.checkIntegrity(thoroughly: true).isEmpty)
  }

  @Test func `an index of version 3 is taken over: no drive, and every message yet to be copied`() throws {
    let sample = try Sample()
    let ids = try sample.record(0..<30).map(\.message)
    let messages = try sample.messages()
    var memory = MailboxMemory()
    (memory.count, memory.listedAt, memory.rule) = (30, 7, "rule")
    try sample.index.remember(memory, for: sample.account)
    try sample.index.close()
    try makeThird(sample.path)
    #expect(
      try IndexFailure.code { _ = try MailIndex.open(at: sample.path, mode: .reading) } == .olderVersion)
    let taken = try MailIndex.open(at: sample.path, mode: .writing)
    #expect(try taken.drives().isEmpty && taken.driveMark() == 0)
    #expect(try taken.copiesOnDrives(of: ids) == Array(repeating: 0, count: 30))
    #expect(try taken.memory(sample.account) == memory)
    var kept: [MessageRow] = []
    try taken.forEachMessage { kept.append($0) }
    #expect(kept == messages)
    let red = try #require(try taken.drive("aa", name: "red", create: true, now: 1))
    #expect(try taken.messagesToCopy(drive: red.id, limit: 99).map(\.id) == ids)
    #expect(try taken.checkIntegrity(thoroughly: true).isEmpty)
  }

  @Test func `an index of version 2 with nothing in it is taken over too`() throws {
    let folder = try TemporaryFolder()
    try MailIndex.open(at: folder("index.sqlite"), mode: .writing).close()
    try makeSecond(folder("index.sqlite"))
    let taken = try MailIndex.open(at: folder("index.sqlite"), mode: .writing)
    #expect(try taken.totals().isEmpty)
    #expect(try taken.standings().isEmpty)
    #expect(try taken.totals(taken.demandAccount("home")) == AccountTotals())
  }
}
