import Glibc
import Reading
import Synchronization

/// Standard output and standard error. Whatever comes from a server or a message is made harmless here.
enum Output {
  /// One line on standard output.
  static func line(_ text: String = "") { write(TerminalText.line(text) + "\n", to: STDOUT_FILENO) }

  /// Text that is safe already, as it is: JSON, for which control characters are escaped.
  static func raw(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// The same without a line end.
  static func part(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// A line that is harmless, with its marks where `isStyled`.
  static func line(_ text: MarkedText, isStyled: Bool) { raw(text.text(isStyled: isStyled)) }

  /// A path for programs, as it is; on a terminal harmless.
  static func path(_ path: String, end: String) {
    part((isTerminal ? TerminalText.line(path) : path) + end)
  }

  /// Octets as they are, for programs: never to a terminal.
  static func octets(_ octets: [UInt8]) { write(octets, to: STDOUT_FILENO) }

  /// One line on standard error, with the program's name before it.
  static func error(_ text: String) {
    write("popkeep: " + TerminalText.line(text) + "\n", to: STDERR_FILENO)
  }

  /// One line on standard error.
  static func note(_ text: String) { write(TerminalText.line(text) + "\n", to: STDERR_FILENO) }

  /// Text for the terminal's control, such as a progress line; never anything from mail.
  static func control(_ text: String) { write(text, to: STDERR_FILENO) }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Why something could not be written; 0: all was.
  private static let lost = Atomic<Int32>(0)

  /// What became of output that could not be written, such as to a full disk; nil: nothing was lost.
  static var loss: String? {
    let code = lost.load(ordering: .relaxed)
    return code == 0 ? nil : String(cString: strerror(code))
  }

  /// True where whoever read standard output has gone away: the rest need not be made.
  static var isUnread: Bool { unread.load(ordering: .relaxed) }

  private static let unread = Atomic(false)

  private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

  private static func write(_ octets: [UInt8], to descriptor: Int32) {
    var bytes = octets[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 {
        // A reader that went away (a pager that was closed) is no failure of the command.
        if errno != EPIPE {
          lost.store(errno, ordering: .relaxed)
        } else if descriptor == STDOUT_FILENO {
          unread.store(true, ordering: .relaxed)
        }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}

extension Output {
  /// Shows `lines` in place of what is on the terminal.
  static func screen(_ lines: [String]) {
    let text = lines.map { TerminalText.line($0) + "\u{1B}[K\n" }.joined()
    write("\u{1B}[H\(text)\u{1B}[J", to: STDOUT_FILENO)
  }

  /// Lines of the terminal; nil where that is unknown.
  static var height: Int? {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0 ? Int(size.ws_row) : nil
  }

  /// Columns of the terminal, 80 where that is unknown, no limit where the output is no terminal.
  static var width: Int? { isTerminal ? columns(of: STDOUT_FILENO) : nil }

  /// Columns of where errors go, 80 where that is unknown.
  static var errorWidth: Int { columns(of: STDERR_FILENO) }

  /// Whether marks are shown: on a terminal, unless the person wants none.
  static var isStyled: Bool { isTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb" }

  private static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20
    return isKnown ? Int(size.ws_col) : 80
  }
}
