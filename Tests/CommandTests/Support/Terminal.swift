import Glibc

/// A pseudo-terminal at which a test sits in place of a person.
final class Terminal: Sendable {
  struct NotAsked: Error, CustomStringConvertible {
    let description: String
  }

  private let keyboard: Int32
  private let screen: Int32
  /// The path of the end that the program gets.
  let path: String

  init() throws {
    var ends: (Int32, Int32) = (-1, -1)
    guard openpty(&ends.0, &ends.1, nil, nil, nil) == 0 else { throw SystemFailure("openpty") }
    (keyboard, screen) = ends
    for end in [keyboard, screen] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    path = String(cString: ttyname(screen))
  }

  deinit {
    close(keyboard)
    close(screen)
  }

  /// True where what is typed is shown.
  func echoes() throws -> Bool {
    var state = termios()
    guard tcgetattr(screen, &state) == 0 else { throw SystemFailure("tcgetattr") }
    return state.c_lflag & tcflag_t(ECHO) != 0
  }

  func type(_ text: String) throws {
    let octets = Array(text.utf8)
    guard write(keyboard, octets, octets.count) == octets.count else { throw SystemFailure("type") }
  }

  /// Waits until the screen shows `question`, then types `answer`. Returns all that was shown meanwhile.
  @discardableResult
  func answer(_ question: String, _ answer: String) throws -> String {
    let shown = try read(until: question)
    try type("\(answer)\n")
    return shown
  }

  /// Waits until the screen shows `text`. Returns all that was shown meanwhile.
  @discardableResult
  func read(until text: String) throws -> String {
    let deadline = ContinuousClock.now + .seconds(20)
    var shown: [UInt8] = []
    while ContinuousClock.now < deadline {
      if String(decoding: shown, as: UTF8.self).contains(text) {
        return String(decoding: shown, as: UTF8.self)
      }
      var entry = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 1000) == 1 else { continue }
      var byte: UInt8 = 0
      guard Glibc.read(keyboard, &byte, 1) == 1 else { throw SystemFailure("read the screen") }
      shown.append(byte)
    }
    throw NotAsked(description: "\(text) was not asked; shown: \(String(decoding: shown, as: UTF8.self))")
  }
}
