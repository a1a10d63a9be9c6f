import Dispatch

/// Lets a test wait until a server has come to some point.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func open() { semaphore.signal() }

  /// False when `seconds` passed before.
  func wait(_ seconds: Int = 20) -> Bool { semaphore.wait(timeout: .now() + .seconds(seconds)) == .success }

  /// False when the command ended before.
  func wait(while command: StartedCommand) -> Bool {
    while semaphore.wait(timeout: .now() + .milliseconds(2)) == .timedOut {
      if command.hasEnded { return semaphore.wait(timeout: .now()) == .success }
    }
    return true
  }
}
