import Glibc

/// How long to wait, and what ends the waiting early.
struct Waiting {
  let deadline: Deadline
  let cancellation: Cancellation

  /// Throws where the deadline has passed or the connection was cancelled.
  func check() throws(ConnectionFailure.Code) {
    if cancellation.isCancelled { throw .cancelled }
    if deadline.isPast { throw .timedOut }
  }

  /// Waits until `socket` can do one of `events`.
  func wait(for events: Int32, on socket: Int32) throws(ConnectionFailure.Code) {
    var entries = [pollfd(fd: socket, events: Int16(events), revents: 0)]
    while try !wait(for: &entries, until: deadline) {}
  }

  /// Waits for any of `entries`, until `moment` or the deadline; false where `moment` came first.
  func wait(for entries: inout [pollfd], until moment: Deadline) throws(ConnectionFailure.Code) -> Bool {
    try check()
    entries.append(pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0))
    let ready = poll(&entries, nfds_t(entries.count), min(moment, deadline).pollMilliseconds)
    let code = errno
    entries.removeLast()
    if cancellation.isCancelled { throw .cancelled }
    if ready < 0 && code != EINTR { throw .io(code) }
    return ready > 0
  }
}
