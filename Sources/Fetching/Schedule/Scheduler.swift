package import MailIndex
package import Settings
import Synchronization

/// Runs accounts when they are due, until it is stopped.
///
/// The timetable decides; this waits, starts, and hands back what became of each run. Whoever asks, from any thread,
/// gets an answer at once; the runs themselves are child tasks.
package final class Scheduler: Sendable {
  /// What became of a run.
  package struct RunEnd: Sendable {
    /// Nil where it ended without an error.
    package let problem: Problem?
    /// How the account stands after it; nil where that could not be recorded.
    package let standing: StandingRow?
    /// What tells the account's way to log in from others.
    package let logIn: String?
    /// True where nothing was to be changed, and nothing of it counts.
    package let isRehearsal: Bool

    package init(problem: Problem?, standing: StandingRow?, logIn: String?, isRehearsal: Bool = false) {
      self.problem = problem
      self.standing = standing
      self.logIn = logIn
      self.isRehearsal = isRehearsal
    }
  }

  private struct State {
    var timetable: Timetable
    var isStopping = false
    var lastRound: Duration
    /// Something has changed since the last round.
    var isDue = false
  }

  private let clock: ScheduleClock
  private let state: Mutex<State>
  private let wakeup = Wakeup()
  private let work: @Sendable (String) async -> RunEnd
  private let planned: @Sendable (String, Int64?) -> Void

  /// - Parameters:
  ///   - work: runs the account of this name to its end.
  ///   - planned: is told when an account that has failed is tried next, in seconds since 1970 UTC.
  package init(
    limits: Timetable.Limits, seed: UInt64, clock: ScheduleClock,
    work: @escaping @Sendable (String) async -> RunEnd,
    planned: @escaping @Sendable (String, Int64?) -> Void = { _, _ in }
  ) {
    self.clock = clock
    self.work = work
    self.planned = planned
    state = Mutex(
      State(timetable: Timetable(limits: limits, seed: seed), lastRound: clock.now().elapsed))
  }

  /// Takes the accounts of a configuration in place of those it had, and the limits.
  package func set(
    _ accounts: [Account], standings: [String: StandingRow], logIns: [String: String],
    limits: Timetable.Limits
  ) {
    let now = clock.now()
    state.withLock {
      $0.isDue = true
      $0.timetable.limits = limits
      $0.timetable.set(accounts, standings: standings, logIns: logIns, now)
    }
    wakeup.signal()
  }

  /// Asks for a run now; false where there is no such account.
  package func ask(_ name: String) -> Bool {
    let isKnown = state.withLock { state in
      state.isDue = true
      return state.timetable.ask(name)
    }
    wakeup.signal()
    return isKnown
  }

  /// Lets accounts run again that were paused, where `isLifted` says so.
  package func lift(where isLifted: (String) -> Bool) {
    let names = state.withLock { $0.timetable.paused }.filter(isLifted)
    guard !names.isEmpty else { return }
    let now = clock.now()
    state.withLock { state in
      state.isDue = true
      for name in names { _ = state.timetable.lift(name, now) }
    }
    wakeup.signal()
  }

  /// Has accounts run soon that have something to do now, as far as nothing keeps them from it.
  package func hasten(_ names: [String]) {
    guard !names.isEmpty else { return }
    let now = clock.now()
    state.withLock { state in
      state.isDue = true
      state.timetable.hasten(names, now)
    }
    wakeup.signal()
  }

  /// Takes note that the archive is there again: what waits for it need not wait for the next try.
  package func archiveIsBack() {
    let now = clock.now()
    state.withLock { state in
      state.isDue = true
      state.timetable.archiveIsBack(now)
    }
    wakeup.signal()
  }

  /// The names of the accounts that are paused.
  package var paused: [String] { state.withLock { $0.timetable.paused } }

  /// Starts nothing more; `run` returns once what goes on has ended.
  package func stop() {
    state.withLock { $0.isStopping = true }
    wakeup.signal()
  }

  /// How an account stands in the schedule; nil: it is not there.
  package func state(of name: String) -> ScheduleState? {
    let now = clock.now()
    return state.withLock { $0.timetable.state(of: name, now) }
  }

  /// True where no run goes on, and nothing has changed since it looked at what is due.
  package var isAtRest: Bool { state.withLock { $0.timetable.isIdle && !$0.isDue } }

  /// Runs that go on.
  package var runningCount: Int { state.withLock { $0.timetable.runningCount } }

  /// Seconds by which a run that was due and not held back began too late, at most.
  package var longestDelay: Double { state.withLock { $0.timetable.longestDelay } }

  /// Time since it last looked at what is due: it does so once a minute at least.
  package var sinceLastRound: Duration {
    let now = clock.now().elapsed
    return state.withLock { now - $0.lastRound }
  }

  /// How long it sleeps at most: a machine that slept is not found out by every timer.
  private static let longestSleep: Duration = .seconds(20)

  /// Runs what is due until `stop`, on `workers`.
  package func run(on workers: WorkerThreads) async {
    await withDiscardingTaskGroup { group in
      while let next = round(&group, workers) { await wakeup.wait(until: next, clock) }
    }
  }

  /// Starts what is due; the time of the next round, or nil at the end.
  private func round(_ group: inout DiscardingTaskGroup, _ workers: WorkerThreads) -> Duration? {
    let now = clock.now()
    let (names, next) = state.withLock { state -> ([String], Duration?) in
      state.lastRound = now.elapsed
      state.isDue = false
      if state.isStopping { return ([], nil) }
      let names = state.timetable.start(now)
      let latest = now.elapsed + Self.longestSleep
      return (names, min(state.timetable.nextWake ?? latest, latest))
    }
    for name in names {
      group.addTask(executorPreference: workers) { await self.one(name) }
    }
    return next
  }

  private func one(_ name: String) async {
    let end = await work(name)
    let now = clock.now()
    let next = state.withLock { state in
      state.isDue = true
      return end.isRehearsal
        ? state.timetable.rehearsed(name)
        : state.timetable.finished(name, end.problem, standing: end.standing, logIn: end.logIn, now)
    }
    // First: what others wait for does not wait for the disk.
    wakeup.signal()
    if end.problem != nil, !end.isRehearsal { planned(name, next) }
  }
}
