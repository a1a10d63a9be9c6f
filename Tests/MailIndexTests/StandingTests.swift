import MailIndex
import Testing

/// How accounts stand, and what of their runs is kept.
@Suite struct StandingTests {
  private func run(_ at: Int64, fetched: Int = 0, failure: String? = nil) -> RunRow {
    var run = RunRow(startedAt: at, endedAt: at + 1)
    run.listed = 5
    run.known = 5 - fetched
    run.fetched = fetched
    run.failure = failure.map { .init(kind: $0, message: "no", isTemporary: true) }
    return run
  }

  private func runs(_ sample: Sample) throws -> Int {
    try SQLiteFile(sample.path).number("SELECT count(*) FROM runs")
  }

  @Test func `an account without a run stands as one of which nothing is known`() throws {
    let sample = try Sample()
    #expect(try sample.index.standing(sample.account) == StandingRow())
    #expect(try sample.index.standings().isEmpty)
  }

  @Test func `what is recorded of an account comes back whole, from the next opening too`() throws {
    let sample = try Sample()
    var row = StandingRow()
    (row.lastSuccess, row.failures, row.refusals, row.failingSince) = (1, 2, 3, 4)
    (row.nextRun, row.logIn, row.learnedDelay, row.silenceTold) = (.max, "mark", 6, true)
    #expect(try sample.index.changeStanding(sample.account) { $0 = row } == row)
    #expect(try sample.index.standings() == [sample.account: row])
    try sample.index.close()
    let again = try MailIndex.open(at: sample.path, mode: .reading)
    #expect(try again.standing(sample.account) == row)
  }

  @Test func `failures are counted from the last success, refusals of one log-in`() throws {
    let sample = try Sample()
    try sample.index.recordRun(run(10), for: sample.account)
    try sample.index.recordRun(
      run(20, failure: "loginRefused"), for: sample.account, isRefusal: true, logIn: "a")
    var row = try sample.index.recordRun(run(30, failure: "unavailable"), for: sample.account, logIn: "a")
    #expect(row.failures == 2 && row.refusals == 1 && row.failingSince == 21 && row.lastSuccess == 11)
    row = try sample.index.recordRun(
      run(40, failure: "loginRefused"), for: sample.account, isRefusal: true, logIn: "a")
    #expect(row.failures == 3 && row.refusals == 2 && row.logIn == "a")
    row = try sample.index.recordRun(
      run(50, failure: "loginRefused"), for: sample.account, isRefusal: true, logIn: "b")
    #expect(row.refusals == 1 && row.logIn == "b")
    try sample.index.changeStanding(sample.account) {
      ($0.nextRun, $0.learnedDelay, $0.silenceTold) = (99, 60, true)
    }
    row = try sample.index.recordRun(run(60), for: sample.account, logIn: "b")
    var settled = StandingRow()
    // What the server was found to want outlasts it.
    (settled.lastSuccess, settled.learnedDelay) = (61, 60)
    #expect(row == settled)
    #expect(try sample.index.standing(sample.account) == settled)
  }

  @Test func `runs in which nothing happens take one row, whatever time passes`() throws {
    let sample = try Sample()
    let other = try sample.index.demandAccount("work")
    for at in 0..<50 {
      try sample.index.recordRun(run(Int64(at)), for: sample.account)
      try sample.index.recordRun(run(Int64(at)), for: other)
    }
    #expect(try runs(sample) == 2)
    #expect(try sample.index.lastRun(sample.account) == run(49))
  }

  @Test func `a run in which something happened, or that saw otherwise, keeps its row`() throws {
    let sample = try Sample()
    try sample.index.recordRun(run(1), for: sample.account)
    try sample.index.recordRun(run(2, fetched: 1), for: sample.account)
    try sample.index.recordRun(run(3, fetched: 1), for: sample.account)
    #expect(try runs(sample) == 3)
    try sample.index.recordRun(run(4, failure: "tryAgain"), for: sample.account)
    try sample.index.recordRun(run(5, failure: "tryAgain"), for: sample.account)
    #expect(try runs(sample) == 5)
    try sample.index.recordRun(run(6), for: sample.account)
    try sample.index.recordRun(run(7), for: sample.account)
    #expect(try runs(sample) == 6)
    var more = run(8)
    (more.listed, more.known) = (6, 6)
    try sample.index.recordRun(more, for: sample.account)
    #expect(try runs(sample) == 7)
    #expect(try sample.index.lastRuns() == [sample.account: more])
  }

  @Test func `the oldest runs of an account go, and nobody else's`() throws {
    let sample = try Sample()
    let other = try sample.index.demandAccount("work")
    try sample.index.recordRun(run(0, fetched: 1), for: other)
    for at in 0..<(MailIndex.keptRuns + 20) {
      try sample.index.recordRun(run(Int64(at), fetched: 1), for: sample.account)
    }
    #expect(try runs(sample) == MailIndex.keptRuns + 1)
    let file = try SQLiteFile(sample.path)
    #expect(try file.number("SELECT min(started_at) FROM runs WHERE account = 1") == 20)
    #expect(try sample.index.lastRun(other)?.startedAt == 0)
  }

  @Test func `a scrub is recorded in place of the one before it`() throws {
    let sample = try Sample()
    #expect(try sample.index.lastScrub() == nil)
    for slice in 0..<3 {
      let row = ScrubRow(slice: slice, endedAt: .max, files: 4, octets: 1 << 40, problems: slice)
      try sample.index.recordScrub(row)
      #expect(try sample.index.lastScrub() == row)
    }
    #expect(try SQLiteFile(sample.path).number("SELECT count(*) FROM scrub") == 1)
  }
}
