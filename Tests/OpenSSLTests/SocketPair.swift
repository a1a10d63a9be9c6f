import Glibc
import OpenSSL

/// Two connected non-blocking sockets.
final class SocketPair: Sendable {
  let client: Int32
  let server: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SystemFailure(errno) }
    client = ends[0]
    server = ends[1]
  }

  deinit {
    close(client)
    close(server)
  }

  /// The server's end sends bytes that no TLS library made.
  func serverSends(_ bytes: [UInt8]) { send(server, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

  /// The server's end is closed for both directions.
  func serverEnds() { shutdown(server, Int32(SHUT_RDWR)) }

  /// The server's end sends no more.
  func serverStopsSending() { shutdown(server, Int32(SHUT_WR)) }
}

struct SystemFailure: Error {
  let code: Int32
  init(_ code: Int32) { self.code = code }
}

/// Waits until the socket can be used as `progress` wants it, 10 s at most.
func waitUntil(_ progress: TLSProgress, on socket: Int32) throws {
  var entry = pollfd(fd: socket, events: Int16(progress == .wantsWrite ? POLLOUT : POLLIN), revents: 0)
  guard poll(&entry, 1, 10_000) == 1 else { throw SystemFailure(ETIMEDOUT) }
}
