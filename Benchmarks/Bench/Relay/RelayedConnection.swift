import Glibc

/// A client's connection and the one that the relay opened to the server for it.
final class RelayedConnection {
  let client: Int32
  let server: Int32
  private let accepted: Int64
  private let half: Int64
  private var toServer = DelayLine()
  private var toClient = DelayLine()
  private var clientEnded = false
  private var serverEnded = false
  private var counter = RoundTripCounter()
  /// The server's end has reached the client.
  private var isClientTold = false

  /// Both ends have come, and what the server said before its own has been delivered.
  var isOver: Bool { isClientTold && clientEnded }

  /// - Parameter half: half of a round trip, in nanoseconds.
  init(client: Int32, server: Int32, accepted: Int64, half: Int64) {
    self.client = client
    self.server = server
    self.accepted = accepted
    self.half = half
  }

  /// The round trips, once, when the client has ended.
  private(set) var finalCount: Int?

  /// When something is due next; nil where nothing waits.
  var due: Int64? { [toServer.due, toClient.due].compactMap(\.self).min() }

  /// What to wait for, client first.
  func entries(now: Int64) -> [pollfd] {
    [
      entry(client, reads: !clientEnded && !toServer.isFull, toClient, now),
      entry(server, reads: !serverEnded && !toClient.isFull, toServer, now),
    ]
  }

  /// A socket of which nothing is wanted is left out: poll would tell of its end again and again.
  private func entry(_ socket: Int32, reads: Bool, _ line: DelayLine, _ now: Int64) -> pollfd {
    let events = events(reads: reads, line, now)
    return pollfd(fd: events == 0 ? -1 : socket, events: events, revents: 0)
  }

  private func events(reads: Bool, _ line: DelayLine, _ now: Int64) -> Int16 {
    let writes = line.due.map { $0 <= now } ?? false
    return Int16((reads ? POLLIN : 0) | (writes ? POLLOUT : 0))
  }

  /// TCP's own round trip is not there on loopback: the client's first octets wait for it, as they would if its SYN
  /// had to travel.
  func readClient(_ buffer: inout [UInt8], now: Int64) {
    guard !clientEnded else { return }
    let octets = read(client, &buffer)
    guard let octets else { return }
    toServer.put(octets, due: max(now + half, accepted + 3 * half))
    if octets.isEmpty {
      clientEnded = true
      finalCount = counter.roundTrips
    } else {
      counter.clientSent()
    }
  }

  func readServer(_ buffer: inout [UInt8], now: Int64) {
    guard !serverEnded, let octets = read(server, &buffer) else { return }
    toClient.put(octets, due: max(now + half, accepted + 2 * half))
    if octets.isEmpty { serverEnded = true }
  }

  func deliver(until now: Int64) {
    switch toServer.deliver(to: server, until: now) {
    case .nothing, .octets: break
    case .end: shutdown(server, Int32(SHUT_WR))
    }
    switch toClient.deliver(to: client, until: now) {
    case .nothing: break
    case .octets: if !clientEnded { counter.serverAnswered() }
    case .end:
      shutdown(client, Int32(SHUT_WR))
      isClientTold = true
    }
  }

  /// Said once.
  func takeFinalCount() -> Int? {
    defer { finalCount = nil }
    return finalCount
  }

  func closeBoth() {
    close(client)
    close(server)
  }

  /// What has come; empty at the end, nil where nothing has come.
  private func read(_ socket: Int32, _ buffer: inout [UInt8]) -> [UInt8]? {
    let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0 && (errno == EAGAIN || errno == EINTR) { return nil }
    return count <= 0 ? [] : Array(buffer[..<count])
  }
}
