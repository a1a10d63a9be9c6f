import Fetching
import Synchronization

/// Clocks that stand still until a test moves them, for a daemon that believes in them.
///
/// Whoever sleeps is woken when the time that is told has come; so hours pass in as long as the work in them takes.
final class SimulatedClock: Sendable {
  private struct Sleeper {
    let until: Duration
    let continuation: CheckedContinuation<Void, Never>
  }

  /// Who lets time pass by itself, up to some moment.
  private struct Glide {
    let end: Duration
    let isBusy: @Sendable () -> Bool
    let passed: @Sendable (Duration) -> Void
    let continuation: CheckedContinuation<Void, Never>
  }

  /// The tasks of a daemon that sleep: its schedule and its upkeep.
  private static let tasks = 2

  private struct State {
    var glide: Glide?
    var elapsed: Duration = .zero
    /// Seconds between the clock on the wall and the other one.
    var epoch: Int64
    var next = 0
    var sleepers: [Int: Sleeper] = [:]
    var cancelled: Set<Int> = []
  }

  private let state: Mutex<State>

  init(wall: Int64) { state = Mutex(State(epoch: wall)) }

  var elapsed: Duration { state.withLock { $0.elapsed } }
  var wall: Int64 { state.withLock { $0.epoch + $0.elapsed.components.seconds } }

  /// Sets the clock on the wall, as a person or a server of time does.
  func setWall(by seconds: Int64) { state.withLock { $0.epoch += seconds } }

  /// Lets the machine sleep: time passes, and nobody is woken by it.
  func suspend(_ duration: Duration) { state.withLock { $0.elapsed += duration } }

  /// Goes on to the moment for which somebody sleeps first, not beyond `limit`, and wakes all who sleep no longer.
  func step(limit: Duration) {
    let woken = state.withLock { state in
      let first = state.sleepers.values.map(\.until).min() ?? limit
      state.elapsed = max(state.elapsed, min(first, limit))
      let due = state.sleepers.filter { $0.value.until <= state.elapsed }
      for key in due.keys { state.sleepers[key] = nil }
      return due.values.map(\.continuation)
    }
    for sleeper in woken { sleeper.resume() }
  }

  /// Lets time pass up to `end`: once a daemon's two tasks sleep and nothing runs, the clock goes on by itself to what
  /// the first of them waits for. The end of a run wakes the schedule, which then sleeps anew: no step is missed, and
  /// nobody has to look whether one is due.
  ///
  /// - Parameter passed: is told of each new time before anybody wakes.
  func glide(
    to end: Duration, isBusy: @escaping @Sendable () -> Bool,
    passed: @escaping @Sendable (Duration) -> Void
  ) async {
    await withCheckedContinuation { continuation in
      state.withLock {
        $0.glide = Glide(end: end, isBusy: isBusy, passed: passed, continuation: continuation)
      }
      goOn()
    }
  }

  private func goOn() {
    while true {
      let (glide, woken, now) = state.withLock { state -> (Glide?, [Sleeper], Duration) in
        guard let glide = state.glide, state.sleepers.count == Self.tasks, !glide.isBusy() else {
          return (nil, [], state.elapsed)
        }
        if state.elapsed >= glide.end {
          state.glide = nil
          return (glide, [], state.elapsed)
        }
        let first = state.sleepers.values.map(\.until).min() ?? glide.end
        state.elapsed = max(state.elapsed, min(first, glide.end))
        let due = state.sleepers.filter { $0.value.until <= state.elapsed }
        for key in due.keys { state.sleepers[key] = nil }
        return (glide, Array(due.values), state.elapsed)
      }
      guard let glide else { return }
      if woken.isEmpty, now >= glide.end, state.withLock({ $0.glide == nil }) {
        return glide.continuation.resume()
      }
      glide.passed(now)
      for sleeper in woken { sleeper.continuation.resume() }
      if !woken.isEmpty { return }
    }
  }

  var sync: SyncClock { SyncClock(now: { self.wall }, elapsed: { self.elapsed }) }

  var schedule: ScheduleClock {
    ScheduleClock(
      now: {
        let wall = self.wall
        return Moment(elapsed: self.elapsed, wall: wall, minuteOfDay: Int(wall / 60 % 1440))
      },
      wait: { await self.wait(until: $0) })
  }

  private func wait(until: Duration) async {
    let key = state.withLock { state in
      defer { state.next += 1 }
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.cancelled.remove(key) != nil || until <= state.elapsed { return true }
          state.sleepers[key] = Sleeper(until: until, continuation: continuation)
          return false
        }
        if isOver { continuation.resume() } else { goOn() }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        if let sleeper = state.sleepers.removeValue(forKey: key) { return Optional(sleeper) }
        state.cancelled.insert(key)
        return nil
      }
      sleeper?.continuation.resume()
    }
  }
}
