import Glibc
import Synchronization
import Testing

/// A second thread of a test. An error it throws is an issue of the test, unless it is expected.
final class SideThread: Sendable {
  private let body: @Sendable () throws -> Void
  private let thread = Mutex<pthread_t?>(nil)

  init(_ body: @escaping @Sendable () throws -> Void) throws {
    self.body = body
    var started = pthread_t()
    let code = pthread_create(
      &started, nil,
      { argument in
        guard let argument else { return nil }
        do { try Unmanaged<SideThread>.fromOpaque(argument).takeRetainedValue().body() } catch {
          Issue.record("the other thread failed: \(error)")
        }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    guard code == 0 else { throw SystemFailure(code: code) }
    thread.withLock { $0 = started }
  }

  /// Waits until it has ended.
  func join() {
    let running = thread.withLock { $0.take() }
    if let running { pthread_join(running, nil) }
  }
}
