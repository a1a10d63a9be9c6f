import Dispatch
import POP3Client
import Synchronization

/// The wish to end soon: what is fetched so far is committed, sessions end with QUIT.
///
/// `stop()` is gentle; `cutShort()` also shuts down the connections of the sessions that are open.
package final class StopRequest: Sendable {
  private struct State {
    var isStopping = false
    var isCut = false
    var nextKey = 0
    var sessions: [Int: Cancellation] = [:]
    var pauses: [Int: DispatchSemaphore] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package var isStopping: Bool { state.withLock { $0.isStopping } }

  package func stop() {
    let pauses = state.withLock { state in
      state.isStopping = true
      return Array(state.pauses.values)
    }
    for pause in pauses { pause.signal() }
  }

  package func cutShort() {
    stop()
    let sessions = state.withLock { state in
      state.isCut = true
      return Array(state.sessions.values)
    }
    for session in sessions { session.cancel() }
  }

  /// Runs `body` with a cancellation that `cutShort()` reaches.
  func cancellable<Result, Failure: Error>(
    _ body: (Cancellation) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let cancellation = Cancellation()
    let (key, isCut) = state.withLock { state in
      state.nextKey += 1
      state.sessions[state.nextKey] = cancellation
      return (state.nextKey, state.isCut)
    }
    defer { state.withLock { _ = $0.sessions.removeValue(forKey: key) } }
    if isCut { cancellation.cancel() }
    return try body(cancellation)
  }

  /// Returns after so long, or as soon as the run is to end.
  package func wait(_ duration: Duration) {
    let pause = DispatchSemaphore(value: 0)
    let key: Int? = state.withLock { state in
      guard !state.isStopping else { return nil }
      state.nextKey += 1
      state.pauses[state.nextKey] = pause
      return state.nextKey
    }
    guard let key else { return }
    defer { state.withLock { _ = $0.pauses.removeValue(forKey: key) } }
    let (seconds, attoseconds) = duration.components
    _ = pause.wait(timeout: .now() + .seconds(Int(seconds)) + .nanoseconds(Int(attoseconds / 1_000_000_000)))
  }
}
