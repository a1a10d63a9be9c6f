import Fetching
import MailIndex
import Settings
import Synchronization
import Testing

/// The scheduler, with a clock that is moved by hand and runs that end when they are told to.
@Suite(.timeLimit(.minutes(2))) struct SchedulerTests {
  private let clock = HandClock()
  private let runs = HeldRuns()
  private let planned = Planned()
  private let scheduler: Scheduler

  /// What the scheduler told of accounts that failed.
  private final class Planned: Sendable {
    private let times = Mutex<[String: Int64?]>([:])
    func note(_ name: String, _ time: Int64?) { times.withLock { $0[name] = .some(time) } }
    var all: [String: Int64?] { times.withLock { $0 } }
  }

  init() {
    scheduler = Scheduler(
      limits: .init(sessions: 8, sessionsPerHost: 4), seed: 7, clock: clock.schedule,
      work: { [runs] in await runs.run($0) }, planned: { [planned] in planned.note($0, $1) })
  }

  private func set(_ count: Int, every: Int = 3_600) {
    scheduler.set(
      Days.accounts(count, every: every), standings: [:], logIns: [:],
      limits: .init(sessions: 8, sessionsPerHost: 4))
  }

  /// Runs the scheduler beside `body`, and stops it at its end.
  private func running(_ body: () async throws -> Void) async rethrows {
    let workers = WorkerThreads(count: 4)
    defer { workers.close() }
    async let end: Void = scheduler.run(on: workers)
    do { try await body() } catch {
      scheduler.stop()
      throw error
    }
    scheduler.stop()
    await end
  }

  /// Waits until what was told to end has ended.
  private func settle(_ name: String) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while scheduler.state(of: name)?.isRunning == true {
      try #require(ContinuousClock.now < deadline)
      await Task.yield()
    }
  }

  @Test func `what is due is run, and again when the clock has come to its time`() async throws {
    set(1, every: 60)
    try await running {
      for round in 1...4 {
        #expect(await runs.next() == "a0")
        #expect(scheduler.runningCount == 1)
        runs.end("a0")
        try await settle("a0")
        let next = try #require(scheduler.state(of: "a0")?.nextRun)
        #expect((56...64).contains(next - clock.wall))
        #expect(runs.count("a0") == round)
        clock.pass(64)
      }
      #expect(await runs.next() == "a0")
      runs.end("a0")
    }
  }

  @Test func `who asks gets a run at once; nobody knows an account that is not there`() async throws {
    set(1)
    try await running {
      _ = await runs.next()
      runs.end("a0")
      try await settle("a0")
      #expect(scheduler.ask("a0"))
      #expect(await runs.next() == "a0")
      // It goes on: to ask again is to ask for this one.
      #expect(scheduler.ask("a0"))
      runs.end("a0")
      try await settle("a0")
      #expect(!scheduler.ask("nobody"))
      #expect(runs.count("a0") == 2 && runs.most == 1)
    }
  }

  @Test func `after a stop nothing begins, and the end waits for what goes on`() async throws {
    set(1)
    let workers = WorkerThreads(count: 2)
    defer { workers.close() }
    await withTaskGroup(of: Int.self) { group in
      group.addTask { [scheduler, runs] in
        await scheduler.run(on: workers)
        return runs.open
      }
      _ = await runs.next()
      scheduler.stop()
      #expect(scheduler.ask("a0"))
      clock.pass(10_000)
      #expect(runs.open == 1)
      runs.end("a0")
      // It came back when nothing went on any more.
      #expect(await group.next() == 0)
    }
    #expect(runs.count("a0") == 1 && scheduler.runningCount == 0)
  }

  @Test func `an account that is paused waits until it is lifted, however long that takes`() async throws {
    set(1, every: 60)
    var refused = StandingRow()
    (refused.failures, refused.refusals, refused.logIn) = (2, 2, "mark")
    let standing = refused
    try await running {
      _ = await runs.next()
      runs.end("a0", .init(problem: .refused, standing: standing, logIn: "mark"))
      try await settle("a0")
      #expect(scheduler.paused == ["a0"])
      #expect(planned.all["a0"] == .some(nil))
      clock.pass(86_400)
      scheduler.lift { _ in false }
      #expect(scheduler.paused == ["a0"])
      scheduler.lift { $0 == "a0" }
      #expect(scheduler.paused.isEmpty)
      #expect(await runs.next() == "a0")
      runs.end("a0")
      try await settle("a0")
      #expect(runs.count("a0") == 2)
    }
  }

  @Test func `a failure is told with the time of the next try, a success is not`() async throws {
    set(2)
    try await running {
      for _ in 0..<2 {
        let name = try #require(await runs.next())
        runs.end(name, .init(problem: name == "a1" ? .unavailable() : nil, standing: nil, logIn: nil))
        try await settle(name)
        clock.pass(1)
      }
      let deadline = ContinuousClock.now + .seconds(60)
      while planned.all.isEmpty {
        try #require(ContinuousClock.now < deadline)
        await Task.yield()
      }
      #expect(planned.all.keys.sorted() == ["a1"])
      let next = try #require(planned.all["a1"] ?? nil)
      #expect((clock.wall + 40...clock.wall + 73).contains(next))
    }
  }

  @Test func `a rehearsal leaves the timetable as it was, whatever it ended with`() async throws {
    set(1)
    try await running {
      _ = await runs.next()
      runs.end("a0")
      try await settle("a0")
      let before = scheduler.state(of: "a0")
      clock.pass(5)
      for problem in [nil, Problem.refused, .unavailable()] {
        #expect(scheduler.ask("a0"))
        _ = await runs.next()
        runs.end("a0", .init(problem: problem, standing: nil, logIn: "mark", isRehearsal: true))
        try await settle("a0")
        #expect(scheduler.state(of: "a0") == before)
      }
      #expect(planned.all.isEmpty && scheduler.paused.isEmpty)
    }
  }

  @Test func `it looks at what is due now and then, so that one can see that it goes on`() async throws {
    set(0)
    try await running {
      for _ in 0..<3 {
        clock.pass(20)
        let deadline = ContinuousClock.now + .seconds(60)
        while scheduler.sinceLastRound > .zero {
          try #require(ContinuousClock.now < deadline)
          await Task.yield()
        }
      }
    }
    clock.pass(100)
    #expect(scheduler.sinceLastRound == .seconds(100))
  }
}
