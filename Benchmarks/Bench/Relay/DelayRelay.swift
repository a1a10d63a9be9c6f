import Glibc

/// A line of some length between loopback and loopback: everything arrives half a round trip after it was sent, to
/// half a millisecond. It loses nothing and has no limit of bandwidth.
///
/// Kernels can delay packets by themselves (netem), where they have the module and one is root; this needs neither.
final class DelayRelay {
  private let listener: Int32
  let port: UInt16
  private let target: UInt16
  private let half: Int64
  private var connections: [RelayedConnection] = []
  private var buffer = [UInt8](repeating: 0, count: 65_536)
  private let ended: (Int) -> Void

  /// - Parameters:
  ///   - roundTrip: in milliseconds.
  ///   - ended: told the round trips of each connection whose client has ended.
  init(to target: UInt16, roundTrip: Int, ended: @escaping (Int) -> Void) throws {
    self.target = target
    half = Int64(roundTrip) * 500_000
    self.ended = ended
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let descriptor = listener
    let isBound = Self.withLoopback(port: 0) { bind(descriptor, $0, $1) == 0 }
    guard isBound, listen(descriptor, 64) == 0 else { throw BenchFailure(call: "listen") }
    var name = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isNamed = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
    }
    guard isNamed else { throw BenchFailure(call: "getsockname") }
    port = UInt16(bigEndian: name.sin_port)
  }

  /// Relays until the process is ended.
  func run() throws -> Never {
    while true {
      let now = Self.now()
      var entries = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
      for connection in connections { entries += connection.entries(now: now) }
      guard poll(&entries, nfds_t(entries.count), timeout(now)) >= 0 || errno == EINTR else {
        throw BenchFailure(call: "poll")
      }
      try turn(entries)
    }
  }

  private func turn(_ entries: [pollfd]) throws {
    let now = Self.now()
    for (index, connection) in connections.enumerated() {
      if entries[1 + 2 * index].revents != 0 { connection.readClient(&buffer, now: now) }
      if entries[2 + 2 * index].revents != 0 { connection.readServer(&buffer, now: now) }
      connection.deliver(until: now + Self.tolerance)
      if let count = connection.takeFinalCount() { ended(count) }
      if connection.isOver { connection.closeBoth() }
    }
    connections.removeAll(where: \.isOver)
    if entries[0].revents != 0 { try accept(now) }
  }

  private func accept(_ now: Int64) throws {
    let client = Glibc.accept(listener, nil, nil)
    guard client >= 0 else { return }
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard Self.withLoopback(port: target, { connect(server, $0, $1) == 0 }) else {
      throw BenchFailure(call: "connect to the server")
    }
    var yes: Int32 = 1
    for socket in [client, server] {
      setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }
    connections.append(RelayedConnection(client: client, server: server, accepted: now, half: half))
  }

  /// Nanoseconds by which something may be early, so that on the whole nothing is late: poll counts milliseconds.
  private static let tolerance: Int64 = 500_000

  private func timeout(_ now: Int64) -> Int32 {
    guard let due = connections.compactMap(\.due).min() else { return -1 }
    return Int32(clamping: max(0, (due - now + Self.tolerance) / 1_000_000))
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func withLoopback<Result>(
    port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
