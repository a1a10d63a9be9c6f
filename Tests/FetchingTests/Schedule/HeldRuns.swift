import Fetching
import Synchronization

/// Runs that end when a test says so.
final class HeldRuns: Sendable {
  private struct State {
    var ends: [String: CheckedContinuation<Scheduler.RunEnd, Never>] = [:]
    var counts: [String: Int] = [:]
    var open = 0
    var most = 0
  }

  private let state = Mutex(State())
  private let starts = AsyncStream<String>.makeStream()

  /// The next account whose run has begun.
  func next() async -> String? {
    for await name in starts.stream { return name }
    return nil
  }

  func count(_ name: String) -> Int { state.withLock { $0.counts[name, default: 0] } }

  /// Runs that go on.
  var open: Int { state.withLock { $0.open } }

  /// The most that went on at a time.
  var most: Int { state.withLock { $0.most } }

  /// One run, to the end that the test gives it.
  func run(_ name: String) async -> Scheduler.RunEnd {
    let end = await withCheckedContinuation { continuation in
      state.withLock { state in
        state.ends[name] = continuation
        state.counts[name, default: 0] += 1
        state.open += 1
        state.most = max(state.most, state.open)
      }
      starts.continuation.yield(name)
    }
    state.withLock { $0.open -= 1 }
    return end
  }

  func end(_ name: String, _ end: Scheduler.RunEnd = .init(problem: nil, standing: nil, logIn: "mark")) {
    state.withLock { $0.ends.removeValue(forKey: name) }?.resume(returning: end)
  }
}
