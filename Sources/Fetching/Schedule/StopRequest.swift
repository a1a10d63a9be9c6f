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
  }

  private let state = Mutex(State())

  package init() {}

  package var isStopping: Bool { state.withLock { $0.isStopping } }

  package func stop() { state.withLock { $0.isStopping = true } }

  package func cutShort() {
    let sessions = state.withLock { state in
      state.isStopping = true
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
}
