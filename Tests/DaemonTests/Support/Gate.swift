import Dispatch
import Glibc
import TestFiles

/// Something that happens on another thread and that a test waits for.
struct Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  /// Whether it has happened; true once for each time.
  var isOpen: Bool { semaphore.wait(timeout: .now()) == .success }

  func open() { semaphore.signal() }

  func wait() throws {
    guard semaphore.wait(timeout: .now() + 30) == .success else {
      throw TestFileFailure(call: "wait for another thread", code: ETIMEDOUT)
    }
  }
}
