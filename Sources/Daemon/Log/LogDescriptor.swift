import Glibc

/// A descriptor that lines are written to without ever blocking for long, whoever else has it.
///
/// Whether standard error blocks is a property that all its holders share, so it is left as it is: a socket is
/// written to with `MSG_DONTWAIT`, a pipe is opened once more for us alone. What can be neither (a terminal, a
/// file) is asked before each write whether it takes octets, and gets few at a time.
struct LogDescriptor: ~Copyable {
  private let descriptor: Int32
  private let isOwned: Bool
  private let isSocket: Bool
  /// A line was cut in the middle: the next one begins on a line of its own.
  private var owesLineEnd = false

  init(_ given: Int32) {
    var status = stat()
    let kind = fstat(given, &status) == 0 ? status.st_mode & S_IFMT : 0
    let flags = O_WRONLY | O_NONBLOCK | O_CLOEXEC
    let opened = kind == S_IFIFO ? open("/proc/self/fd/\(given)", flags) : -1
    descriptor = opened >= 0 ? opened : given
    isOwned = opened >= 0
    isSocket = kind == S_IFSOCK
  }

  deinit { if isOwned { close(descriptor) } }

  /// Writes all of `line`, waiting for room until `deadline`; false where some of it is lost.
  mutating func write(_ line: [UInt8], until deadline: ContinuousClock.Instant) -> Bool {
    let octets = owesLineEnd ? [0x0A] + line : line
    var written = 0
    while written < octets.count {
      guard awaitRoom(until: deadline) else { break }
      let count = writeSome(octets[written...].prefix(Int(PIPE_BUF)))
      if count > 0 { written += count } else if count == 0 || !isTemporary(errno) { break }
    }
    // What is owed stays owed where nothing at all went out.
    if written > 0 { owesLineEnd = written < octets.count && octets[written - 1] != 0x0A }
    return written == octets.count
  }

  private func isTemporary(_ code: Int32) -> Bool { code == EINTR || code == EAGAIN }

  private func writeSome(_ octets: ArraySlice<UInt8>) -> Int {
    octets.withUnsafeBytes { bytes in
      isSocket
        ? send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
        : Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    }
  }

  private func awaitRoom(until deadline: ContinuousClock.Instant) -> Bool {
    var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while true {
      let ready = poll(&waited, 1, Waiting.milliseconds(until: deadline))
      if ready < 0, errno == EINTR { continue }
      return ready > 0 && waited.revents & Int16(POLLOUT) != 0
    }
  }
}
