import DemoServer
import Glibc
import Synchronization

/// How far a transcript was played: what came, and what went wrong first.
final class Stage: Sendable {
  private struct State {
    var received: [[String]]
    var mismatch: String?
    var played = 0
  }

  private let state: Mutex<State>
  private let connections: Int
  /// Its second end is closed when nothing more will be played.
  private let ended: (read: Int32, write: Int32)

  init(connections: Int) throws(DemoServerFailure) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw .system(call: "open a pipe", code: errno) }
    ended = (ends[0], ends[1])
    self.connections = connections
    state = Mutex(State(received: Array(repeating: [], count: connections)))
  }

  deinit {
    close(ended.read)
    close(ended.write)
  }

  var received: [[String]] { state.withLock { $0.received } }
  var mismatch: String? { state.withLock { $0.mismatch } }
  var progress: String {
    state.withLock { "\($0.played) of \(connections) connections, received \($0.received)" }
  }

  func note(_ line: String, connection: Int) { state.withLock { $0.received[connection - 1].append(line) } }

  func played() {
    if state.withLock({ state in
      state.played += 1
      return state.played == connections
    }) {
      signalEnd()
    }
  }

  func fail(_ text: String) {
    state.withLock { if $0.mismatch == nil { $0.mismatch = text } }
    signalEnd()
  }

  func unexpected(_ connection: Int) {
    fail("connection \(connection) is not in the transcript, which has \(connections)")
  }

  /// False when `limit` passed before the end.
  func waitForEnd(_ limit: Duration) -> Bool {
    var entry = pollfd(fd: ended.read, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, Int32(clamping: limit.components.seconds * 1000)) == 1
  }

  private func signalEnd() {
    var octet: UInt8 = 0
    _ = write(ended.write, &octet, 1)
  }
}
