import Glibc

/// A port that neither accepts nor refuses: its queue is full, so that further attempts go unanswered.
final class Blackhole: Sendable {
  let listener: Listener
  private let queued: [Int32]

  init(_ address: String) throws {
    listener = try Listener(address, backlog: 0)
    var queued: [Int32] = []
    var isFull = false
    while !isFull && queued.count < 32 {
      let attempt = listener.attempt()
      queued.append(attempt)
      var entry = pollfd(fd: attempt, events: Int16(POLLOUT), revents: 0)
      isFull = poll(&entry, 1, 50) == 0
    }
    self.queued = queued
    guard isFull else { throw SystemFailure(code: EISCONN) }
  }

  deinit { for attempt in queued { close(attempt) } }
}
