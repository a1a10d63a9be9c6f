import Glibc

/// Word to the process that started us and keeps watch over us: systemd's protocol of sd_notify(3).
///
/// Where there is none (no `$NOTIFY_SOCKET`), every call does nothing.
package struct Supervisor: Sendable {
  private let socket: String?

  /// How long the supervisor waits for a word of ours before it restarts us; say `watchdog()` twice as often.
  package let watchdogInterval: Duration?

  /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`, which must name `process` where it is set.
  package init(environment: [String: String], process: Int32 = getpid()) {
    socket = environment["NOTIFY_SOCKET"].flatMap { name in
      name.hasPrefix("/") || name.hasPrefix("@") ? name : nil
    }
    let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
    watchdogInterval = environment["WATCHDOG_USEC"].flatMap { text in
      guard isOurs, let microseconds = Int64(text), microseconds > 0 else { return nil }
      return .microseconds(microseconds)
    }
  }

  /// Whether anybody listens at all.
  package var isPresent: Bool { socket != nil }

  /// The start, or the reading anew of the configuration, has come to its end.
  package func ready() { send("READY=1") }

  /// The configuration is read anew; `ready()` ends it.
  package func reloading() {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    send("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)")
  }

  package func stopping() { send("STOPPING=1") }

  package func watchdog() { send("WATCHDOG=1") }

  /// One line for `systemctl status`. A line end in it would begin an order of its own; it is made `?`.
  package func status(_ text: String) { send("STATUS=\(PlainText.line(text, limit: 400))") }

  /// A socket for each word: there are few, and so nothing is open in between.
  private func send(_ words: String) {
    guard let socket, let descriptor = UnixAddress(socket)?.datagramSocket() else { return }
    defer { close(descriptor) }
    var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    let octets = Array(words.utf8)
    while Glibc.send(descriptor, octets, octets.count, Int32(MSG_NOSIGNAL)) < 0 {
      if errno == EINTR { continue }
      guard errno == EAGAIN, poll(&waited, 1, 100) > 0 else { return }
    }
  }
}
