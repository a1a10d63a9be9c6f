import DemoServer
import Glibc

/// A port of loopback that neither accepts nor refuses, as behind a firewall: its queue is full, so that further attempts go
/// unanswered.
final class SilentPort: Sendable {
  private let descriptors: [Int32]

  init(_ address: Loopback, port: UInt16) throws {
    var opened = [try Self.socket(address, SOCK_STREAM.rawValue)]
    defer { for descriptor in opened { close(descriptor) } }
    let isListening = Self.withName(address, port) {
      bind(opened[0], $0, $1) == 0 && listen(opened[0], 0) == 0
    }
    guard isListening else { throw SystemFailure("listen") }
    var isFull = false
    while !isFull && opened.count < 32 {
      let attempt = try Self.socket(address, SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
      opened.append(attempt)
      _ = Self.withName(address, port) { connect(attempt, $0, $1) }
      var entry = pollfd(fd: attempt, events: Int16(POLLOUT), revents: 0)
      isFull = poll(&entry, 1, 50) == 0
    }
    guard isFull else { throw SystemFailure("connect", EISCONN) }
    descriptors = opened
    opened = []
  }

  deinit { for descriptor in descriptors { close(descriptor) } }

  private static func socket(_ address: Loopback, _ kind: UInt32) throws -> Int32 {
    let descriptor = Glibc.socket(
      address == .ipv6 ? AF_INET6 : AF_INET, Int32(kind | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw SystemFailure("socket") }
    return descriptor
  }

  private static func withName<Result>(
    _ address: Loopback, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    switch address {
    case .ipv4:
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      name.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
      return withUnsafePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    case .ipv6:
      var name = sockaddr_in6()
      name.sin6_family = sa_family_t(AF_INET6)
      name.sin6_port = port.bigEndian
      name.sin6_addr = in6addr_loopback
      return withUnsafePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
        }
      }
    }
  }
}
