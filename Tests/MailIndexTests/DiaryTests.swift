import MailIndex
import Testing

@Suite struct DiaryTests {
  @Test func `an account is made once, and only where asked for`() throws {
    let sample = try Sample()
    #expect(try sample.index.account(named: "work", create: false) == nil)
    let work = try sample.index.account(named: "work", create: true)
    #expect(try sample.index.account(named: "work", create: true) == work)
    #expect(try sample.index.accounts().map(\.name) == ["home", "work"])
  }

  @Test func `a delivery that was cut short is remembered`() throws {
    let sample = try Sample()
    #expect(try !sample.index.isDelivering(sample.account))
    try sample.index.setDelivering(sample.account, true)
    #expect(try sample.index.isDelivering(sample.account))
    try sample.index.setDelivering(sample.account, false)
    #expect(try !sample.index.isDelivering(sample.account))
  }

  @Test func `the memory of a mailbox comes back whole`() throws {
    let sample = try Sample()
    #expect(try sample.index.memory(sample.account) == nil)
    try sample.index.remember(MailboxMemory(), for: sample.account)
    #expect(try sample.index.memory(sample.account) == MailboxMemory())
    var memory = MailboxMemory()
    memory.count = .max
    memory.octets = 12
    memory.lastUID = [0, 255]
    memory.listedAt = 34
    memory.rule = "deleteAfter 30d"
    memory.nextDue = 56
    (memory.waiting, memory.copyMark) = (78, 90)
    memory.isWindowed = true
    memory.skipsCapabilities = true
    memory.pipeliningIsBroken = true
    memory.loginDelay = 900
    try sample.index.remember(memory, for: sample.account)
    #expect(try sample.index.memory(sample.account) == memory)
    try sample.index.forget(sample.account)
    #expect(try sample.index.memory(sample.account) == nil)
  }

  @Test func `a message set aside again keeps its first time`() throws {
    let sample = try Sample()
    let row: (Int, Int64) -> SetAsideRow = { attempts, at in
      SetAsideRow(
        uid: [0xFF], listedOctets: nil, reason: "attempt \(attempts)", attempts: attempts, firstAt: at,
        retryAt: at + 100)
    }
    try sample.index.setAside(row(1, 10), for: sample.account)
    try sample.index.setAside(row(2, 20), for: sample.account)
    let kept = try #require(try sample.index.setAsides(sample.account).first)
    #expect(kept.firstAt == 10)
    #expect(kept.attempts == 2)
    #expect(kept.retryAt == 120)
    #expect(try sample.index.totals(sample.account).setAside == 1)
    try sample.index.clearSetAside([[1], [0xFF]], for: sample.account)
    #expect(try sample.index.setAsides(sample.account).isEmpty)
  }

  @Test func `the last run of each account is told`() throws {
    let sample = try Sample()
    let work = try sample.index.demandAccount("work")
    _ = try sample.index.demandAccount("idle")
    var run = RunRow(startedAt: 1, endedAt: 2)
    try sample.index.recordRun(run, for: sample.account)
    run.fetched = 5
    run.octets = .max
    try sample.index.recordRun(run, for: work)
    run.failure = .init(kind: "tryAgain", message: "line lost", isTemporary: true)
    try sample.index.recordRun(run, for: sample.account)
    let last = try sample.index.lastRuns()
    #expect(last[sample.account] == run)
    #expect(last[work]?.fetched == 5)
    #expect(last[work]?.failure == nil)
    #expect(last.count == 2)
  }
}
