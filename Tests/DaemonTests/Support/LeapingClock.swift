import Dispatch
import Fetching
import Glibc
import Synchronization

/// Clocks that go as the machine's do, and that a test sets forward: whoever waits for what is due by then is woken.
final class LeapingClock: Sendable {
  private struct State {
    var leapt = Duration.zero
    var drawn = 0
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let started = ContinuousClock.now
  private let state = Mutex(State())

  var elapsed: Duration { ContinuousClock.now - started + state.withLock { $0.leapt } }

  var wall: Int64 { 1_800_000_000 + elapsed.components.seconds }

  func leap(_ duration: Duration) {
    let woken = state.withLock { state in
      defer { state.waiting = [:] }
      state.leapt += duration
      return Array(state.waiting.values)
    }
    for waiter in woken { waiter.resume() }
  }

  var sync: SyncClock { SyncClock(now: { self.wall }, elapsed: { self.elapsed }) }

  var schedule: ScheduleClock {
    ScheduleClock(
      now: { Moment(elapsed: self.elapsed, wall: self.wall, minuteOfDay: 720) },
      wait: { until in
        // Ended early by the end of its task: then nobody waits for it.
        while self.elapsed < until, !Task.isCancelled { await self.wait(for: until) }
      })
  }

  /// Returns when it is that time, when the clock was set forward, or at the end of the task.
  private func wait(for until: Duration) async {
    let ticket = state.withLock { state in
      state.drawn += 1
      return state.drawn
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (isOver, left) = state.withLock { state in
          let left = until - (ContinuousClock.now - started + state.leapt)
          let isOver = left <= .zero || Task.isCancelled
          if !isOver { state.waiting[ticket] = continuation }
          return (isOver, left)
        }
        if isOver { return continuation.resume() }
        let milliseconds = Int(left / .milliseconds(1)) + 1
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
          self.wake(ticket)
        }
      }
    } onCancel: {
      wake(ticket)
    }
  }

  private func wake(_ ticket: Int) { state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume() }
}
