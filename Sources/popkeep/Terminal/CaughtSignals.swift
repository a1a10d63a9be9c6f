import Glibc
import Synchronization

/// Signals that would end or stop this process while its terminal is not as it was: they are kept until it is again.
///
/// A handler may do next to nothing, so it writes the signal's number into a pipe, which whoever waits for the terminal
/// waits for too. One of these at a time: there is one terminal.
struct CaughtSignals: ~Copyable {
  /// The end of the pipe that the handler writes to; -1: none.
  private static let entrance = Atomic<Int32>(-1)

  private let before: [(signal: Int32, action: sigaction)]
  private let exit: Int32

  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    exit = ends[0]
    Self.entrance.store(ends[1], ordering: .sequentiallyConsistent)
    var caught = sigaction()
    caught.__sigaction_handler.sa_handler = { number in
      let error = errno
      var octet = UInt8(truncatingIfNeeded: number)
      _ = write(CaughtSignals.entrance.load(ordering: .sequentiallyConsistent), &octet, 1)
      errno = error
    }
    var before: [(signal: Int32, action: sigaction)] = []
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU] {
      var action = sigaction()
      guard sigaction(number, nil, &action) == 0 else { continue }
      // What is ignored stays so, as under nohup.
      if unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      sigaction(number, &caught, nil)
      before.append((number, action))
    }
    self.before = before
  }

  deinit {
    for (number, action) in before {
      var action = action
      sigaction(number, &action, nil)
    }
    close(Self.entrance.exchange(-1, ordering: .sequentiallyConsistent))
    close(exit)
  }

  /// The first that has come and was not asked for yet; nil: none.
  func next() -> Int32? {
    var octet: UInt8 = 0
    return read(exit, &octet, 1) == 1 ? Int32(octet) : nil
  }

  /// Waits until `descriptor` can be read; false where a signal came first.
  func waitUntilReadable(_ descriptor: Int32) -> Bool {
    while true {
      var waited = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: exit, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&waited, 2, -1) > 0 else { continue }
      return waited[1].revents == 0
    }
  }
}
