import Fetching
import Synchronization

/// The clocks of a scheduler, which a test moves by hand.
final class HandClock: Sendable {
  private struct State {
    var elapsed: Duration = .seconds(1_000)
    var wall: Int64 = 1_800_000_000
    var nextKey = 0
    var sleepers: [Int: (until: Duration, wake: CheckedContinuation<Void, Never>)] = [:]
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())

  var schedule: ScheduleClock {
    ScheduleClock(
      now: { [self] in
        state.withLock { Moment(elapsed: $0.elapsed, wall: $0.wall, minuteOfDay: 720) }
      },
      wait: { [self] in await wait(until: $0) })
  }

  var wall: Int64 { state.withLock { $0.wall } }

  /// Lets whole seconds pass, and wakes who waited for them.
  func pass(_ seconds: Int) {
    let woken = state.withLock { state in
      state.elapsed += .seconds(seconds)
      state.wall += Int64(seconds)
      let due = state.sleepers.filter { $0.value.until <= state.elapsed }
      for key in due.keys { state.sleepers[key] = nil }
      return due.values.map(\.wake)
    }
    for sleeper in woken { sleeper.resume() }
  }

  private func wait(until: Duration) async {
    let key = state.withLock { state in
      state.nextKey += 1
      return state.nextKey
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.cancelled.remove(key) != nil || until <= state.elapsed { return true }
          state.sleepers[key] = (until, continuation)
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        if state.sleepers[key] == nil { state.cancelled.insert(key) }
        return state.sleepers.removeValue(forKey: key)
      }
      sleeper?.wake.resume()
    }
  }
}
