import Glibc
import OpenSSL

/// A listening socket on a loopback address, and what its connections are for.
final class Listener: Sendable {
  let address: String
  let port: UInt16
  private let socket: Int32

  /// Listens at `address`; `backlog` connections wait to be accepted.
  init(_ address: String = "127.0.0.1", backlog: Int32 = 16) throws {
    self.address = address
    let descriptor = Glibc.socket(address.contains(":") ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw SystemFailure(code: errno) }
    socket = descriptor
    var name = sockaddr_storage()
    var size = Self.fill(&name, address)
    let (isBound, bound) = withUnsafeMutablePointer(to: &name) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        let isBound = bind(descriptor, generic, size) == 0 && listen(descriptor, backlog) == 0
        getsockname(descriptor, generic, &size)
        return generic.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { (isBound, $0.pointee.sin_port) }
      }
    }
    port = UInt16(bigEndian: bound)
    guard isBound else { throw SystemFailure(code: errno) }
  }

  deinit { close(socket) }

  /// The next connection, whose reads and writes wait 10 s at most.
  func accept() throws -> Peer {
    var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 10_000) == 1 else { throw SystemFailure(code: ETIMEDOUT) }
    let accepted = Glibc.accept(socket, nil, nil)
    guard accepted >= 0 else { throw SystemFailure(code: errno) }
    return Peer(accepted)
  }

  /// A socket that is on its way to this one.
  func attempt() -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
    let attempt = Glibc.socket(address.contains(":") ? AF_INET6 : AF_INET, kind, 0)
    var name = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    withUnsafeMutablePointer(to: &name) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        getsockname(socket, generic, &size)
        _ = connect(attempt, generic, size)
      }
    }
    return attempt
  }

  private static func fill(_ name: inout sockaddr_storage, _ address: String) -> socklen_t {
    withUnsafeMutablePointer(to: &name) { storage in
      guard address.contains(":") else {
        return storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          $0.pointee.sin_family = sa_family_t(AF_INET)
          inet_pton(AF_INET, address, &$0.pointee.sin_addr)
          return socklen_t(MemoryLayout<sockaddr_in>.size)
        }
      }
      return storage.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
        $0.pointee.sin6_family = sa_family_t(AF_INET6)
        inet_pton(AF_INET6, address, &$0.pointee.sin6_addr)
        return socklen_t(MemoryLayout<sockaddr_in6>.size)
      }
    }
  }
}

struct SystemFailure: Error {
  let code: Int32
}
