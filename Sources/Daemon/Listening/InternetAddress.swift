import Glibc

/// An IPv4 or IPv6 address with a port, as the socket calls want it.
struct InternetAddress {
  private var four = sockaddr_in()
  private var six = sockaddr_in6()
  let family: Int32

  /// Nil where `host` is not an address in numbers, nor `localhost`.
  init?(_ host: String, port: UInt16) {
    guard !host.utf8.contains(0) else { return nil }
    let numbers = host == "localhost" ? "127.0.0.1" : host
    four.sin_family = sa_family_t(AF_INET)
    four.sin_port = port.bigEndian
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_port = port.bigEndian
    if inet_pton(AF_INET, numbers, &four.sin_addr) == 1 {
      family = AF_INET
    } else if inet_pton(AF_INET6, numbers, &six.sin6_addr) == 1 {
      family = AF_INET6
    } else {
      return nil
    }
  }

  func withGenericPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    family == AF_INET ? Self.lend(four, body) : Self.lend(six, body)
  }

  /// The port that `socket` is bound to; it stands at the same place in both families.
  static func boundPort(of socket: Int32) -> UInt16 {
    var name = sockaddr_in6()
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let status = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
    }
    return status == 0 ? UInt16(bigEndian: name.sin6_port) : 0
  }

  private static func lend<Name, Result>(
    _ name: Name, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafePointer(to: name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Name>.size)) }
    }
  }
}
