import Fetching
import Testing

/// What becomes of accounts that failed because the archive could not be used.
@Suite struct ArchiveGateTests {
  @Test func `the only account tries again within minutes, however long the archive was away`() {
    var days = Days(accounts: 1, every: 300)
    days.pass(1)
    var tries = 0
    for _ in 0..<14_400 {
      days.pass(1)
      for name in days.start() {
        tries += 1
        days.end(name, .noArchive)
      }
    }
    #expect((60...250).contains(tries), "\(tries) tries in four hours")
    let waited = days.untilStart("a0", from: days.now.elapsed.inSeconds)
    #expect(waited < 180)
  }

  @Test func `where the archive was seen to be back nobody waits for the next try`() {
    var days = Days(accounts: 30, hosts: 30, every: 300)
    days.round()
    for _ in 0..<7_200 {
      days.pass(1)
      for name in days.start() { days.end(name, .noArchive) }
    }
    let before = days.runs
    days.table.archiveIsBack(days.now)
    var busiest = 0
    for _ in 0..<31 {
      days.pass(1)
      let started = days.start()
      busiest = max(busiest, started.count)
      for name in started { days.end(name) }
    }
    #expect(days.runs.allSatisfy { $0.value == (before[$0.key] ?? 0) + 1 })
    #expect(busiest <= 2)
    // Said again, it makes nobody run who is not due.
    days.table.archiveIsBack(days.now)
    let started = days.start()
    #expect(started.isEmpty)
  }

  @Test func `an account whose own files are the trouble does not hold up the others for long`() {
    var days = Days(accounts: 20, hosts: 20, every: 60)
    for _ in 0..<7_200 {
      days.pass(1)
      for name in days.start() { days.end(name, name == "a0" ? .noArchive : nil) }
    }
    // Two hours: 120 polls each, less what was waited for the gate.
    for (name, runs) in days.runs where name != "a0" { #expect(runs >= 100, "\(name): \(runs)") }
    #expect(days.runs["a0", default: 0] <= 30, "\(days.runs["a0", default: 0])")
  }
}
