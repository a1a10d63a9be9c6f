import DemoServer
import Synchronization

/// Who is at a server, or at several, at a time.
///
/// A session counts from its first command until its QUIT has come: of sessions that end with one, never too many are
/// counted.
final class SessionWatch: Sendable {
  private struct State {
    var open: Set<String> = []
    var most = 0
    var all = 0
  }

  private let state = Mutex(State())

  /// Sessions that go on.
  var open: Int { state.withLock { $0.open.count } }
  /// The most that went on at a time.
  var most: Int { state.withLock { $0.most } }
  /// Sessions that there were.
  var all: Int { state.withLock { $0.all } }

  /// Takes note of a command that came to one of the servers.
  func note(_ request: Interference.Request, at server: String = "") {
    let session = "\(server) \(request.connection)"
    state.withLock { state in
      if request.verb == "QUIT" {
        state.open.remove(session)
      } else if request.ordinal == 1 {
        state.open.insert(session)
        state.all += 1
        state.most = max(state.most, state.open.count)
      }
    }
  }
}
