import Glibc

/// The way to systemd's journal: a datagram an entry.
struct JournalSocket: ~Copyable {
  private let path: String
  private var socket: Int32 = -1

  init(_ path: String) { self.path = path }

  deinit { if socket >= 0 { close(socket) } }

  /// Sends `entry`, waiting for room until `deadline`; false where it is lost. A journal that was started anew
  /// is found again.
  mutating func send(_ entry: [UInt8], until deadline: ContinuousClock.Instant) -> Bool {
    var mayReconnect = true
    while true {
      if socket < 0 {
        guard let found = UnixAddress(path)?.datagramSocket() else { return false }
        socket = found
        mayReconnect = false
      }
      if Glibc.send(socket, entry, entry.count, Int32(MSG_NOSIGNAL)) == entry.count { return true }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var waited = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        if poll(&waited, 1, Waiting.milliseconds(until: deadline)) <= 0 { return false }
      case ECONNREFUSED, ENOTCONN, ECONNRESET, EPIPE:
        close(socket)
        socket = -1
        guard mayReconnect else { return false }
      case _: return false
      }
    }
  }
}
