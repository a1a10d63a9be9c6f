import Glibc

/// The system calls of a listening socket.
enum ListeningSocket {
  /// A socket that listens on the loopback address, and the port it got.
  static func open(_ address: Loopback, _ port: UInt16) throws(DemoServerFailure) -> (
    socket: Int32, port: UInt16
  ) {
    let family = address == .ipv4 ? AF_INET : AF_INET6
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .system(call: "open a socket", code: errno) }
    set(descriptor, SOL_SOCKET, SO_REUSEADDR)
    guard bindTo(descriptor, address, port) == 0, listen(descriptor, 128) == 0 else {
      let code = errno
      close(descriptor)
      throw .system(call: "listen on \(address.rawValue), port \(port)", code: code)
    }
    return (descriptor, boundPort(descriptor))
  }

  /// The next connection, non-blocking and without Nagle's delay; nil once the socket was shut down.
  static func accept(_ listening: Int32) -> Int32? {
    while true {
      let accepted = Glibc.accept(listening, nil, nil)
      if accepted >= 0 {
        _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
        _ = fcntl(accepted, F_SETFL, O_NONBLOCK)
        set(accepted, Int32(IPPROTO_TCP), TCP_NODELAY)
        return accepted
      }
      switch errno {
      case EINTR, ECONNABORTED, EPROTO: continue
      // Until a connection ends.
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: poll(nil, 0, 10)
      default: return nil
      }
    }
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32) {
    var on: Int32 = 1
    setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func bindTo(_ descriptor: Int32, _ address: Loopback, _ port: UInt16) -> Int32 {
    switch address {
    case .ipv4:
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      name.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
      return withGenericPointer(to: &name) { bind(descriptor, $0, $1) }
    case .ipv6:
      var name = sockaddr_in6()
      name.sin6_family = sa_family_t(AF_INET6)
      name.sin6_port = port.bigEndian
      name.sin6_addr = in6addr_loopback
      return withGenericPointer(to: &name) { bind(descriptor, $0, $1) }
    }
  }

  private static func boundPort(_ descriptor: Int32) -> UInt16 {
    // The port stands at the same place in both families.
    var name = sockaddr_in6()
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    withGenericPointer(to: &name) { pointer, _ in _ = getsockname(descriptor, pointer, &size) }
    return UInt16(bigEndian: name.sin6_port)
  }

  private static func withGenericPointer<Name, Result>(
    to name: inout Name, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Name>.size)) }
    }
  }
}
