import Fetching
import Glibc

/// Questions on the terminal, through /dev/tty, so that pipes do not matter.
enum Prompt {
  /// True where there is a terminal to ask on.
  static var isPossible: Bool {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return false }
    close(terminal)
    return true
  }

  /// Asks, and returns the answer without echo.
  ///
  /// A signal that ends or stops this process does so once the terminal is as it was; who comes back is asked again.
  static func secret(_ question: String) throws -> [UInt8] {
    while true {
      let outcome = try withTerminal { terminal in
        guard let signals = CaughtSignals() else { throw lost }
        return try silentAnswer(question, on: terminal, signals)
      }
      switch outcome {
      case .line(let answer): return answer
      case .signal(let number): kill(getpid(), number)
      }
    }
  }

  private enum Outcome {
    case line([UInt8])
    case signal(Int32)
  }

  private static func silentAnswer(
    _ question: String, on terminal: Int32, _ signals: borrowing CaughtSignals
  ) throws -> Outcome {
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { throw lost }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else {
      // In the background: the terminal is somebody else's for now.
      if let number = signals.next() { return .signal(number) }
      throw lost
    }
    defer {
      tcsetattr(terminal, TCSAFLUSH, &before)
      put("\n", on: terminal)
    }
    put(question, on: terminal)
    guard signals.waitUntilReadable(terminal) else {
      return signals.next().map { .signal($0) } ?? .signal(SIGTERM)
    }
    return .line(try line(from: terminal))
  }

  /// Asks, and returns the answer, or `proposal` where the answer is empty.
  static func answer(_ question: String, proposal: String? = nil) throws -> String {
    try withTerminal { terminal in
      put(proposal.map { "\(question) [\($0)]: " } ?? "\(question): ", on: terminal)
      let text = String(decoding: try line(from: terminal), as: UTF8.self)
      return text.isEmpty ? proposal ?? "" : text
    }
  }

  private static var lost: Failure {
    Failure(
      .configuration, "The terminal went away while it was asked.", hint: "Give the answer by an option.")
  }

  private static func withTerminal<Result>(_ body: (Int32) throws -> Result) throws -> Result {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { throw lost }
    defer { close(terminal) }
    return try body(terminal)
  }

  private static func line(from terminal: Int32) throws -> [UInt8] {
    var bytes: [UInt8] = []
    // At once, so that nothing of a password stays behind where a smaller one was.
    bytes.reserveCapacity(4096)
    var byte: UInt8 = 0
    while bytes.count < 4096 {
      let count = read(terminal, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { throw lost }
      if byte == 10 { return bytes }
      bytes.append(byte)
    }
    return bytes
  }

  private static func put(_ text: String, on terminal: Int32) {
    _ = Array(text.utf8).withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
  }
}
