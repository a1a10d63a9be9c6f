import Synchronization

/// Whether files of this account may know more than the index.
///
/// The index says so, durably, before the first file of a run gets its name, and takes it back when the run
/// ends: an account found with it was cut off. A run that failed never takes it back; what it left is adopted
/// first.
final class DeliveryState: Sendable {
  private enum State { case clear, delivering, failed }

  private let state = Mutex(State.clear)

  /// Runs `body`, which says so in the index, before the first delivery of a run.
  func begin(_ body: () throws -> Void) throws {
    guard state.withLock({ $0 == .clear }) else { return }
    try body()
    state.withLock { $0 = .delivering }
  }

  /// A delivery or its record failed: files may have names that no row knows.
  func fail() { state.withLock { if $0 == .delivering { $0 = .failed } } }

  /// Runs `body`, which adopts, where a delivery has failed before.
  func recover(_ body: () throws -> Void) throws {
    guard state.withLock({ $0 == .failed }) else { return }
    try body()
    state.withLock { $0 = .delivering }
  }

  /// Runs `body`, which takes it back in the index, where a run delivered and nothing failed.
  func end(_ body: () throws -> Void) throws {
    guard state.withLock({ $0 == .delivering }) else { return }
    try body()
    state.withLock { $0 = .clear }
  }
}
