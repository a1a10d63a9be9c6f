import Synchronization

/// Wakes one task that waits for work, from any thread.
package final class Wakeup: Sendable {
  private struct State {
    var isSignalled = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  package init() {}

  /// Lets the task that waits, or the next one that would, go on.
  package func signal() {
    let waiting = state.withLock { state in
      defer { state.waiting = nil }
      state.isSignalled = state.waiting == nil
      return state.waiting
    }
    waiting?.resume()
  }

  /// Returns after the next `signal`, at once where there was one since the last return. For one task at a time.
  func wait() async {
    await withCheckedContinuation { continuation in
      let isSignalled = state.withLock { state in
        if !state.isSignalled { state.waiting = continuation }
        defer { state.isSignalled = false }
        return state.isSignalled
      }
      if isSignalled { continuation.resume() }
    }
  }

  /// The same, and also at `time`.
  func wait(until time: Duration?, _ clock: ScheduleClock) async {
    guard let time else { return await wait() }
    await withDiscardingTaskGroup { group in
      group.addTask {
        await clock.wait(time)
        // One that was ended early has nothing to say.
        if !Task.isCancelled { self.signal() }
      }
      await wait()
      group.cancelAll()
    }
  }
}
