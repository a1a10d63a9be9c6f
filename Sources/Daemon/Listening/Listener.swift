import Dispatch
import Glibc
package import Settings
import Synchronization

/// Listens at an address: one thread accepts, each connection has a thread of its own, and both are bounded.
///
/// A connection is the handler's until it returns, and is closed then. `stop` shuts all of them down, so that a
/// handler that waits for its peer comes back.
package final class Listener: Sendable {
  package let address: ListenAddress
  /// The port that the system picked where port 0 was asked for; 0 for a Unix socket.
  package let boundPort: UInt16
  private let socket: SharedSocket
  private let connections: OpenConnections
  private let acceptor = DispatchGroup()
  private let isStopped = Mutex(false)

  /// Listens from here on.
  ///
  /// - Parameters:
  ///   - limit: How many connections are served at once; further ones are closed without a word.
  ///   - patience: How long one read or write of a handler may take.
  package init(
    _ address: ListenAddress, limit: Int = 16, patience: Duration = .seconds(30),
    handler: @escaping @Sendable (inout Connection) -> Void
  ) throws(ListenFailure) {
    let socket = SharedSocket(try ListeningSocket(address))
    let connections = OpenConnections(limit: limit, patience: patience)
    let acceptor = acceptor
    self.address = address
    self.socket = socket
    self.connections = connections
    switch address {
    case .tcp: boundPort = InternetAddress.boundPort(of: socket.held.descriptor)
    case .unix: boundPort = 0
    }
    acceptor.enter()
    let isStarted = DetachedThread.start {
      while let accepted = socket.held.accept() { connections.begin(accepted, handler) }
      acceptor.leave()
    }
    guard isStarted else {
      acceptor.leave()
      throw ListenFailure(code: .system(EAGAIN), address: address)
    }
  }

  deinit { stop() }

  /// False where the file of the socket is gone, or another is in its place: nobody can connect any more.
  package var isReachable: Bool { socket.held.hasFile }

  /// Ends all connections and waits for their handlers, `duration` at most; false where one has not returned.
  @discardableResult
  package func stop(within duration: Duration = .seconds(5)) -> Bool {
    let isFirst = isStopped.withLock { isStopped in
      defer { isStopped = true }
      return !isStopped
    }
    if isFirst {
      socket.held.end()
      acceptor.wait()
      socket.held.removeFile()
    }
    return connections.endAll(within: duration)
  }

  private final class SharedSocket: Sendable {
    let held: ListeningSocket
    init(_ socket: consuming ListeningSocket) { held = socket }
  }
}
