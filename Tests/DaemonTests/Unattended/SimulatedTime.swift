import Fetching
import Synchronization

/// Time that passes only where everybody waits for it: hours in seconds.
///
/// A daemon has two tasks that sleep, its schedule and its upkeep. Once both do and no run goes on, the clock jumps to
/// what the first of them waits for. The end of a run wakes the schedule, which then sleeps anew: no jump is missed.
final class SimulatedTime: Sendable {
  /// What it is on the wall in the beginning.
  static let start: Int64 = 1_790_000_000
  private static let tasks = 2

  private struct Sleeper {
    let until: Duration
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var now: Duration = .zero
    var lastKey = 0
    var sleepers: [Int: Sleeper] = [:]
    /// Those whose task was cancelled before they lay down.
    var cancelled: Set<Int> = []
    var isBusy: @Sendable () -> Bool = { true }
    var passed: @Sendable (Duration) -> Void = { _ in }
  }

  private let state = Mutex(State())

  /// - Parameters:
  ///   - isBusy: whether a run goes on.
  ///   - passed: is told of each new time before anybody wakes.
  func begin(isBusy: @escaping @Sendable () -> Bool, passed: @escaping @Sendable (Duration) -> Void) {
    state.withLock { ($0.isBusy, $0.passed) = (isBusy, passed) }
  }

  var now: Duration { state.withLock { $0.now } }
  var wall: Int64 { Self.start + now.components.seconds }

  var syncClock: SyncClock { SyncClock(now: { self.wall }, elapsed: { self.now }) }

  var scheduleClock: ScheduleClock {
    ScheduleClock(
      now: { Moment(elapsed: self.now, wall: self.wall, minuteOfDay: 720) },
      sleep: { await self.sleep(until: $0) })
  }

  private func sleep(until moment: Duration) async {
    let key = state.withLock { state in
      state.lastKey += 1
      return state.lastKey
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isCancelled = state.withLock { state in
          if state.cancelled.remove(key) != nil { return true }
          state.sleepers[key] = Sleeper(until: moment, continuation: continuation)
          return false
        }
        if isCancelled { continuation.resume() } else { jump() }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        let sleeper = state.sleepers.removeValue(forKey: key)
        if sleeper == nil { state.cancelled.insert(key) }
        return sleeper
      }
      sleeper?.continuation.resume()
    }
    state.withLock { _ = $0.cancelled.remove(key) }
  }

  private func jump() {
    let (woken, passed, now) = state.withLock {
      state -> ([Sleeper], @Sendable (Duration) -> Void, Duration) in
      guard state.sleepers.count == Self.tasks, !state.isBusy() else { return ([], state.passed, state.now) }
      let first = state.sleepers.values.map(\.until).min() ?? state.now
      state.now = max(state.now, first)
      let due = state.sleepers.filter { $0.value.until <= state.now }
      for key in due.keys { state.sleepers[key] = nil }
      return (Array(due.values), state.passed, state.now)
    }
    guard !woken.isEmpty else { return }
    passed(now)
    for sleeper in woken { sleeper.continuation.resume() }
  }
}
