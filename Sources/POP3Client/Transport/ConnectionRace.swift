import Glibc

/// Tries a host's addresses as RFC 8305 §5 says: a new one every 250 ms, or as soon as one has failed; the first
/// that answers wins and the others are dropped.
package struct ConnectionRace {
  package static let attemptDelay = Duration.milliseconds(250)

  /// A connected, non-blocking socket and the address it leads to.
  package struct Winner: ~Copyable {
    let socket: Socket
    package let address: SocketAddress
  }

  private struct Attempt {
    let socket: Int32
    let address: SocketAddress
  }

  private var waitingForTurn: ArraySlice<SocketAddress>
  private let waiting: Waiting
  /// Where connections come from; nil: whichever address the system takes.
  private let source: SocketAddress?
  private var attempts: [Attempt] = []
  private var failures: [Int32] = []
  /// Why nothing can come from `source`.
  private var sourceFailure: Int32?
  private var nextTurn: Deadline

  private init(_ addresses: [SocketAddress], _ source: SocketAddress?, _ waiting: Waiting) {
    self.source = source
    waitingForTurn = addresses[...]
    self.waiting = waiting
    nextTurn = .after(.zero)
  }

  /// The connection to the first address that answers.
  /// - Parameter source: the address of this machine that it comes from, with port 0.
  package static func run(
    _ addresses: [SocketAddress], from source: SocketAddress? = nil, deadline: Deadline,
    cancellation: Cancellation
  ) throws(ConnectionFailure.Code) -> Winner {
    let reachable = addresses.filter { source == nil || $0.family == source?.family }
    if let source, reachable.isEmpty { throw .source(source.description, errno: nil) }
    var race = ConnectionRace(reachable, source, Waiting(deadline: deadline, cancellation: cancellation))
    defer { for attempt in race.attempts { close(attempt.socket) } }
    let winner = try race.winner()
    race.attempts.removeAll { $0.socket == winner.socket }
    return Winner(socket: Socket(winner.socket), address: winner.address)
  }

  private mutating func winner() throws(ConnectionFailure.Code) -> Attempt {
    while true {
      try waiting.check()
      if attempts.isEmpty || nextTurn.isPast, let address = waitingForTurn.popFirst() {
        start(address)
        continue
      }
      if attempts.isEmpty { throw verdict }
      var entries = attempts.map { pollfd(fd: $0.socket, events: Int16(POLLOUT), revents: 0) }
      let moment = waitingForTurn.isEmpty ? waiting.deadline : nextTurn
      guard try waiting.wait(for: &entries, until: moment) else { continue }
      if let winner = settle(entries) { return winner }
    }
  }

  private mutating func start(_ address: SocketAddress) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = socket(address.family, kind, Int32(IPPROTO_TCP))
    guard socket >= 0 else {
      failures.append(errno)
      return
    }
    if let source, source.withPointer({ bind(socket, $0, $1) }) != 0 {
      sourceFailure = errno
      failures.append(errno)
      close(socket)
      return
    }
    let result = address.withPointer { Glibc.connect(socket, $0, $1) }
    guard result == 0 || errno == EINPROGRESS || errno == EINTR else {
      failures.append(errno)
      close(socket)
      return
    }
    attempts.append(Attempt(socket: socket, address: address))
    nextTurn = .after(Self.attemptDelay)
  }

  /// Takes out the attempts that have failed; the first that has succeeded, if one has.
  private mutating func settle(_ entries: [pollfd]) -> Attempt? {
    for (entry, attempt) in zip(entries, attempts) where entry.revents != 0 {
      var code: Int32 = 0
      var size = socklen_t(MemoryLayout<Int32>.size)
      if getsockopt(entry.fd, SOL_SOCKET, SO_ERROR, &code, &size) != 0 { code = errno }
      if code == 0 { return attempt }
      failures.append(code)
      close(entry.fd)
      attempts.removeAll { $0.socket == entry.fd }
      nextTurn = .after(.zero)
    }
    return nil
  }

  /// Of several failures the one that says most: who refuses is there.
  private var verdict: ConnectionFailure.Code {
    if let source, let sourceFailure { return .source(source.description, errno: sourceFailure) }
    let noWay: Set = [ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL, EAFNOSUPPORT]
    if failures.contains(ECONNREFUSED) { return .refused }
    if failures.contains(ETIMEDOUT) { return .timedOut }
    return failures.first { !noWay.contains($0) }.map { .io($0) } ?? .unreachable
  }
}
