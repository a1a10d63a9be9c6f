import Glibc

/// Takes the browser's answer at a port of this machine (RFC 8252 §7.3), and nothing else: loopback alone, a few
/// connections at a time, requests of bounded length, each answered with a fixed page and closed.
struct RedirectListener: ~Copyable {
  struct Failure: Error {
    /// An `errno`.
    let code: Int32
  }

  /// Connections at a time; browsers open some ahead of need.
  private static let widest = 16
  /// How long one may take for its request.
  private static let patience: Duration = .seconds(10)

  let port: UInt16
  private let sockets: [Int32]

  /// - Parameter port: 0: any that is free.
  init(port: UInt16) throws(Failure) {
    let (first, bound) = try LoopbackSocket.listening(port, isIPv6: false)
    self.port = bound
    // A browser that is sent to "localhost" may try this first; a machine may be without.
    do throws(Failure) {
      sockets = [first, try LoopbackSocket.listening(bound, isIPv6: true).descriptor]
    } catch {
      sockets = [first]
    }
  }

  deinit { for socket in sockets { close(socket) } }

  /// Waits for the answer that has `state`; what answers another question is told so and counts for nothing. Nil where
  /// `limit` passed before, or it was called off.
  consuming func answer(
    state: String, within limit: Duration, isCancelled: () -> Bool
  ) -> AuthorizationAnswer? {
    let deadline = ContinuousClock.now + limit
    var open: [RedirectConnection] = []
    defer { for connection in open { connection.end() } }
    while ContinuousClock.now < deadline, !isCancelled() {
      for index in readable(open) {
        if index < sockets.count {
          accept(sockets[index], &open)
        } else if let answer = open[index - sockets.count].advance(state: state) {
          return answer
        }
      }
      open = open.filter { connection in
        if !connection.isDone, ContinuousClock.now < connection.deadline { return true }
        connection.end()
        return false
      }
    }
    return nil
  }

  /// Indices of the sockets that have something, the listening ones first.
  private borrowing func readable(_ open: [RedirectConnection]) -> [Int] {
    let takesMore = open.count < Self.widest
    var waited = sockets.map { pollfd(fd: takesMore ? $0 : -1, events: Int16(POLLIN), revents: 0) }
    waited += open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    guard poll(&waited, nfds_t(waited.count), 100) > 0 else { return [] }
    return waited.indices.filter { waited[$0].revents != 0 }
  }

  private borrowing func accept(_ socket: Int32, _ open: inout [RedirectConnection]) {
    let descriptor = Glibc.accept(socket, nil, nil)
    guard descriptor >= 0 else { return }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    open.append(RedirectConnection(descriptor: descriptor, deadline: ContinuousClock.now + Self.patience))
  }
}

/// Listening sockets on loopback.
private enum LoopbackSocket {
  static func listening(
    _ port: UInt16, isIPv6: Bool
  ) throws(RedirectListener.Failure) -> (descriptor: Int32, port: UInt16) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, kind, 0)
    guard descriptor >= 0 else { throw RedirectListener.Failure(code: errno) }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    let bound: UInt16?
    if isIPv6 {
      setsockopt(
        descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, socklen_t(MemoryLayout<Int32>.size))
      var name = sockaddr_in6()
      name.sin6_family = sa_family_t(AF_INET6)
      name.sin6_port = port.bigEndian
      name.sin6_addr = in6addr_loopback
      bound = Self.bound(descriptor, &name) ? UInt16(bigEndian: name.sin6_port) : nil
    } else {
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      name.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
      bound = Self.bound(descriptor, &name) ? UInt16(bigEndian: name.sin_port) : nil
    }
    guard let bound else {
      let code = errno
      close(descriptor)
      throw RedirectListener.Failure(code: code)
    }
    return (descriptor, bound)
  }

  /// Binds, listens, and writes into `name` what it was bound to.
  private static func bound<Name>(_ descriptor: Int32, _ name: inout Name) -> Bool {
    withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        var size = socklen_t(MemoryLayout<Name>.size)
        return bind(descriptor, name, size) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, name, &size) == 0
      }
    }
  }
}
