import Glibc

/// Control-C or SIGTERM. Both wait until somebody looks: servers are ended and folders removed on every way out.
struct Interruption: Error, CustomStringConvertible {
  let description = "interrupted"

  /// From here on nothing but `check` notices the signals.
  static func hold() {
    var signals = held()
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Throws where one of them has come.
  static func check() throws {
    var pending = sigset_t()
    sigemptyset(&pending)
    guard sigpending(&pending) == 0 else { throw BenchFailure(call: "sigpending") }
    if sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 { throw Interruption() }
  }

  private static func held() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    return signals
  }
}
