import CGlibc
import Glibc
import Settings

/// A connection of a listener or to one: lines and octets, each wait with an end; closed when its owner lets go.
package struct Connection: ~Copyable {
  /// Who is at the other end of a Unix socket, as the kernel knows it.
  package struct Peer: Sendable, Equatable {
    package let process: Int32
    package let user: UInt32
    package let group: UInt32
  }

  /// How long one `readLine`, `read` or `write` may take as a whole.
  package var patience: Duration
  let descriptor: Int32
  /// Octets that came and were not asked for yet.
  private var waiting: [UInt8] = []

  /// Takes over `descriptor`, which does not block.
  init(_ descriptor: Int32, patience: Duration) {
    self.descriptor = descriptor
    self.patience = patience
  }

  deinit { close(descriptor) }

  /// Connects to the Unix socket at `path`.
  package static func connect(
    unix path: String, patience: Duration = .seconds(30)
  ) throws(ListenFailure) -> Connection {
    let place = ListenAddress.unix(path)
    guard let address = UnixAddress(path) else { throw ListenFailure(code: .pathLength, address: place) }
    let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let socket = Glibc.socket(AF_UNIX, Int32(flags), 0)
    guard socket >= 0 else { throw ListenFailure(code: .system(errno), address: place) }
    let connection = Connection(socket, patience: patience)
    guard address.withGenericPointer({ Glibc.connect(socket, $0, $1) }) == 0 else {
      // A full queue answers at once: it is not waited for.
      let isNobody = errno == ENOENT || errno == ECONNREFUSED
      throw ListenFailure(code: isNobody ? .nobody : .system(errno), address: place)
    }
    return connection
  }

  /// The next line without its LF or CRLF; nil where the other end has ended in between two lines.
  package mutating func readLine(limit: Int, within: Duration? = nil) throws(ConnectionFailure) -> [UInt8]? {
    let deadline = ContinuousClock.now + (within ?? patience)
    var searched = 0
    while true {
      if let end = waiting[searched...].firstIndex(of: 0x0A) {
        guard end <= limit + 1 else { throw .lineTooLong }
        var line = Array(waiting[..<end])
        if line.last == 0x0D { line.removeLast() }
        guard line.count <= limit else { throw .lineTooLong }
        waiting.removeFirst(end + 1)
        return line
      }
      searched = waiting.count
      guard searched <= limit + 1 else { throw .lineTooLong }
      let chunk = try receive(atMost: 4096, until: deadline)
      if chunk.isEmpty {
        if waiting.isEmpty { return nil }
        throw .closed
      }
      waiting += chunk
    }
  }

  /// Some octets, at most `limit`; empty where the other end has ended.
  package mutating func read(atMost limit: Int, within: Duration? = nil) throws(ConnectionFailure) -> [UInt8]
  {
    guard waiting.isEmpty else {
      let taken = Array(waiting.prefix(limit))
      waiting.removeFirst(taken.count)
      return taken
    }
    return try receive(atMost: limit, until: ContinuousClock.now + (within ?? patience))
  }

  /// Writes all of `octets`.
  package func write(_ octets: [UInt8]) throws(ConnectionFailure) {
    let deadline = ContinuousClock.now + patience
    var written = 0
    while written < octets.count {
      let count = octets[written...].withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 { written += count } else { try waitFor(Int16(POLLOUT), until: deadline) }
    }
  }

  /// Says that nothing more is written, and passes over what still comes until the other end has ended too, for a
  /// second at most: a connection that is closed with octets unread is reset, and with it goes what was written.
  package mutating func finish() {
    shutdown(descriptor, Int32(SHUT_WR))
    let deadline = ContinuousClock.now + .seconds(1)
    waiting = []
    do {
      for _ in 0..<64 {
        if try receive(atMost: 4096, until: deadline).isEmpty { return }
      }
    } catch {
      // It is over either way.
      return
    }
  }

  /// Who is at the other end; nil where the connection is none of a Unix socket.
  package var peer: Peer? {
    // struct ucred: pid, uid, gid.
    var credentials: (Int32, UInt32, UInt32) = (0, 0, 0)
    var size = socklen_t(MemoryLayout.size(ofValue: credentials))
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0, credentials.0 > 0 else {
      return nil
    }
    return Peer(process: credentials.0, user: credentials.1, group: credentials.2)
  }

  /// True once there is something to read, or the other end has ended; false where neither came within `duration`.
  package func waitForOctets(within duration: Duration) throws(ConnectionFailure) -> Bool {
    if !waiting.isEmpty { return true }
    let deadline = ContinuousClock.now + duration
    var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let ready = poll(&waited, 1, Waiting.milliseconds(until: deadline))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { throw .system(errno) }
      if ContinuousClock.now >= deadline { return false }
    }
  }

  /// Whether the other end has ended its direction, or is gone altogether.
  package var hasPeerGone: Bool { waitForPeerToGo(within: .zero) }

  /// Waits until the other end has ended; false where it has not within `duration`.
  package func waitForPeerToGo(within duration: Duration) -> Bool {
    let deadline = ContinuousClock.now + duration
    var waited = pollfd(fd: descriptor, events: Int16(POLLRDHUP), revents: 0)
    while true {
      let ready = poll(&waited, 1, Waiting.milliseconds(until: deadline))
      if ready < 0, errno == EINTR { continue }
      if ready != 0 || ContinuousClock.now >= deadline { return ready != 0 }
    }
  }

  private func receive(atMost limit: Int, until deadline: ContinuousClock.Instant) throws(ConnectionFailure)
    -> [UInt8]
  {
    var chunk = [UInt8](repeating: 0, count: limit)
    while true {
      let count = recv(descriptor, &chunk, limit, 0)
      if count >= 0 { return Array(chunk[..<count]) }
      try waitFor(Int16(POLLIN), until: deadline)
    }
  }

  /// After a call that failed: waits where it would have blocked, throws where it cannot succeed.
  private func waitFor(_ events: Int16, until deadline: ContinuousClock.Instant) throws(ConnectionFailure) {
    switch errno {
    case EINTR: return
    case EAGAIN: break
    case EPIPE, ECONNRESET: throw .closed
    case let code: throw .system(code)
    }
    var waited = pollfd(fd: descriptor, events: events, revents: 0)
    let ready = poll(&waited, 1, Waiting.milliseconds(until: deadline))
    if ready == 0, ContinuousClock.now >= deadline { throw .timedOut }
  }
}
