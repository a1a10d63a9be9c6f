package import DemoServer
import Glibc
import Synchronization

/// Stands between a client and a server on loopback, and ends the first connection after so many octets in one
/// direction, whatever they are: in the midst of a TLS record or of the handshake too.
package final class CuttingRelay: Sendable {
  package enum Direction: String, Sendable, CaseIterable { case toClient, toServer }

  private let listener: Listener
  private let cut: Cut

  /// What becomes of the first connection.
  private final class Cut: Sendable {
    let direction: Direction
    let ending: Ending
    private let left: Mutex<Int>

    init(_ direction: Direction, after octets: Int, _ ending: Ending) {
      self.direction = direction
      self.ending = ending
      left = Mutex(octets)
    }

    /// How many of `octets` in this direction still pass.
    func pass(_ octets: Int, _ direction: Direction) -> Int {
      guard direction == self.direction else { return octets }
      return left.withLock { left in
        defer { left -= min(left, octets) }
        return min(left, octets)
      }
    }

    var isDue: Bool { left.withLock { $0 == 0 } }
  }

  /// Relays to `port`; the cut comes when `octets` have passed in `direction`.
  package init(
    to port: UInt16, cutting direction: Direction, after octets: Int, ending: Ending
  ) throws(DemoServerFailure) {
    let cut = Cut(direction, after: octets, ending)
    self.cut = cut
    listener = try Listener { client, number in
      Self.relay(client, to: port, number == 1 ? cut : nil)
    }
  }

  package var port: UInt16 { listener.port }

  /// False where the first connection had too few octets for the cut.
  package var wasCut: Bool { cut.isDue }

  package func stop() { listener.stop() }

  private static func relay(_ client: Int32, to port: UInt16, _ cut: Cut?) {
    guard let server = connected(to: port) else { return }
    var isOpen = true
    while isOpen {
      var entries = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&entries, 2, 20_000) > 0 else { break }
      if entries[0].revents != 0 { isOpen = pass(client, server, .toServer, cut) }
      if isOpen, entries[1].revents != 0 { isOpen = pass(server, client, .toClient, cut) }
    }
    // The server first: it is to be free again when the client comes back.
    close(server)
    if let cut, cut.isDue { end(client, cut.ending) }
  }

  /// Hands on what has come; false at an end, and where the cut has come.
  private static func pass(_ from: Int32, _ to: Int32, _ direction: Direction, _ cut: Cut?) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = recv(from, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    guard count > 0 else { return false }
    let allowed = cut?.pass(count, direction) ?? count
    var sent = 0
    while sent < allowed {
      let result = buffer[sent..<allowed].withUnsafeBytes {
        send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if result >= 0 {
        sent += result
      } else {
        guard errno == EAGAIN || errno == EINTR else { return false }
        var entry = pollfd(fd: to, events: Int16(POLLOUT), revents: 0)
        guard poll(&entry, 1, 20_000) > 0 else { return false }
      }
    }
    return !(cut?.isDue ?? false)
  }

  /// The listener closes the socket; how depends on what is set here.
  private static func end(_ client: Int32, _ ending: Ending) {
    switch ending {
    case .close, .drop: shutdown(client, Int32(SHUT_WR))
    case .reset:
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
      return
    case .silence: break
    }
    // Until the client ends it: what it sent last must not turn the end into a reset.
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      var entry = pollfd(fd: client, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 20_000) > 0 else { return }
      let count = recv(client, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 || count < 0 && (errno == EAGAIN || errno == EINTR) else { return }
    }
  }

  private static func connected(to port: UInt16) -> Int32? {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard server >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if code == 0 { return server }
    close(server)
    return nil
  }
}
