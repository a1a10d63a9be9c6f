import Glibc
import Synchronization

/// The loopback interface, in either family.
package enum Loopback: String, Sendable {
  case ipv4 = "127.0.0.1"
  case ipv6 = "::1"
}

/// A listening socket on loopback, with a thread that accepts and a thread for each connection.
///
/// Sockets are handed out non-blocking. The listener closes each one when its handler returns, and shuts all of
/// them down in `stop`, so that a handler that waits on its socket always comes back.
package final class Listener: Sendable {
  package let address: Loopback
  package let port: UInt16
  private let socket: Int32
  private let connections: Connections
  private let acceptor: Mutex<JoinableThread?>

  /// Listens on `port` (0: any that is free) and runs `handle` with each socket and its number, counted from 1.
  package init(
    address: Loopback = .ipv4, port: UInt16 = 0,
    handle: @escaping @Sendable (_ socket: Int32, _ connection: Int) -> Void
  ) throws(DemoServerFailure) {
    let (listening, bound) = try ListeningSocket.open(address, port)
    let open = Connections()
    socket = listening
    self.address = address
    self.port = bound
    connections = open
    acceptor = Mutex(
      try JoinableThread.start {
        while let accepted = ListeningSocket.accept(listening) { open.begin(accepted, handle) }
      })
  }

  /// Ends every connection and waits for every thread. Later calls do nothing.
  package func stop() {
    guard let thread = acceptor.withLock({ $0.take() }) else { return }
    // On Linux this makes accept return.
    shutdown(socket, Int32(SHUT_RDWR))
    thread.join()
    close(socket)
    connections.endAll()
  }

  deinit { stop() }
}
