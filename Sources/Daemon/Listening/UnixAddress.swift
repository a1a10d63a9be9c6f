import Glibc

/// The name of a Unix socket: a path, or with `@` in front a name in Linux's abstract namespace (unix(7)).
struct UnixAddress {
  /// The longest path: `sun_path` less the NUL behind it.
  static let pathLimit = 107

  private var name = sockaddr_un()
  private let size: socklen_t

  /// Nil where the name is empty, too long or has a NUL in it.
  init?(_ path: String) {
    let octets = Array(path.utf8)
    let isAbstract = octets.first == 0x40
    guard octets.count > (isAbstract ? 1 : 0), octets.count <= Self.pathLimit, !octets.contains(0) else {
      return nil
    }
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { place in
      place.copyBytes(from: octets)
      if isAbstract { place[0] = 0 }
    }
    // An abstract name is as long as the size says; a path ends with a NUL.
    let header = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    size = socklen_t(header + octets.count + (isAbstract ? 0 : 1))
  }

  /// Runs `body` with the address as the socket calls want it.
  func withGenericPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    withUnsafePointer(to: name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
    }
  }

  /// A new datagram socket that is connected to this address; nil where nobody is there. It never blocks.
  func datagramSocket() -> Int32? {
    let flags = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let socket = Glibc.socket(AF_UNIX, Int32(flags), 0)
    guard socket >= 0 else { return nil }
    guard withGenericPointer({ connect(socket, $0, $1) }) == 0 else {
      close(socket)
      return nil
    }
    return socket
  }
}
