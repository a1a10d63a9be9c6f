import Glibc
import Synchronization

/// The open connections of a listener and their threads.
final class Connections: Sendable {
  private struct State {
    var isEnding = false
    var accepted = 0
    var sockets: Set<Int32> = []
    var running: [Int: JoinableThread] = [:]
    var finished: [JoinableThread] = []
  }

  private let state = Mutex(State())

  /// Runs `handle` on a thread of its own; the socket is closed when it returns.
  func begin(_ socket: Int32, _ handle: @escaping @Sendable (Int32, Int) -> Void) {
    reap()
    state.withLock { state in
      state.accepted += 1
      let number = state.accepted
      // Under the lock: the thread cannot end before it stands in `running`.
      let thread = Result { () throws(DemoServerFailure) in
        try JoinableThread.start {
          handle(socket, number)
          self.end(socket, number)
        }
      }
      switch thread {
      case .success(let thread):
        state.sockets.insert(socket)
        state.running[number] = thread
      case .failure:
        close(socket)
      }
    }
  }

  /// Shuts all sockets down and waits for all threads; nothing may begin any more.
  func endAll() {
    let threads = state.withLock { state in
      state.isEnding = true
      for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
      defer { state.finished = [] }
      return Array(state.running.values) + state.finished
    }
    for thread in threads { thread.join() }
  }

  private func end(_ socket: Int32, _ number: Int) {
    state.withLock { state in
      state.sockets.remove(socket)
      close(socket)
      guard !state.isEnding, let thread = state.running.removeValue(forKey: number) else { return }
      state.finished.append(thread)
    }
  }

  private func reap() {
    let threads = state.withLock { state in
      defer { state.finished = [] }
      return state.finished
    }
    for thread in threads { thread.join() }
  }
}
