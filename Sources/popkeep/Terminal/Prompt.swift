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
  static func secret(_ question: String) throws -> [UInt8] {
    try withTerminal { terminal in
      var before = termios()
      guard tcgetattr(terminal, &before) == 0 else { throw lost }
      var silent = before
      silent.c_lflag &= ~tcflag_t(ECHO)
      guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { throw lost }
      defer {
        tcsetattr(terminal, TCSAFLUSH, &before)
        put("\n", on: terminal)
      }
      put(question, on: terminal)
      return try line(from: terminal)
    }
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
