import Dispatch
import Glibc
import Synchronization

/// The connections of a listener that are open, each with a thread of its own.
final class OpenConnections: Sendable {
  private struct State {
    var isEnding = false
    var descriptors: Set<Int32> = []
    var count = 0
  }

  private let limit: Int
  private let patience: Duration
  private let state = Mutex(State())
  private let threads = DispatchGroup()

  init(limit: Int, patience: Duration) {
    self.limit = limit
    self.patience = patience
  }

  /// Runs `handler` on a new thread; beyond the limit, and once all are to end, the connection is closed instead.
  func begin(_ descriptor: Int32, _ handler: @escaping @Sendable (inout Connection) -> Void) {
    let isWelcome = state.withLock { state in
      guard !state.isEnding, state.count < limit else { return false }
      state.count += 1
      state.descriptors.insert(descriptor)
      return true
    }
    guard isWelcome else {
      close(descriptor)
      return
    }
    threads.enter()
    let isStarted = DetachedThread.start { [self] in
      serve(Connection(descriptor, patience: patience), handler)
      leave()
    }
    if !isStarted {
      forget(descriptor)
      close(descriptor)
      leave()
    }
  }

  /// Ends every connection; false where a handler has not returned within `duration`.
  func endAll(within duration: Duration) -> Bool {
    state.withLock { state in
      state.isEnding = true
      for descriptor in state.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
    let nanoseconds = Int(max(.zero, min(duration, .seconds(3600))) / .nanoseconds(1))
    return threads.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success
  }

  private func serve(
    _ connection: consuming Connection, _ handler: @Sendable (inout Connection) -> Void
  ) {
    handler(&connection)
    // Before it is closed: its number may soon be another's.
    forget(connection.descriptor)
  }

  private func forget(_ descriptor: Int32) {
    state.withLock { state in _ = state.descriptors.remove(descriptor) }
  }

  private func leave() {
    state.withLock { $0.count -= 1 }
    threads.leave()
  }
}
