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

  private struct State {
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
  var sleeping: Int { state.withLock { $0.sleepers.count } }

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

  var sync: SyncClock { SyncClock(now: { self.wall }, elapsed: { self.elapsed }) }

  var schedule: ScheduleClock {
    ScheduleClock(
      now: {
        let wall = self.wall
        return Moment(elapsed: self.elapsed, wall: wall, minuteOfDay: Int(wall / 60 % 1440))
      },
      sleep: { await self.sleep(until: $0) })
  }

  private func sleep(until: Duration) async {
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
        if isOver { continuation.resume() }
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
