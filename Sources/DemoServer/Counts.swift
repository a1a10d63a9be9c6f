import Synchronization

/// What the server did since it started.
package struct Counts: Sendable, Equatable {
  package var connections = 0
  package var logIns = 0
  package var refusedLogIns = 0
  /// RETR answered with a message.
  package var retrieved = 0
  /// TOP answered with a message.
  package var topped = 0
  /// DELE answered with +OK.
  package var marked = 0
  /// Messages removed at QUIT.
  package var removed = 0
  /// Connections that came to the octet at which they were to end.
  package var cut = 0
}

final class Counters: Sendable {
  private let counts = Mutex(Counts())
  var now: Counts { counts.withLock { $0 } }
  func add(_ amount: Int = 1, to count: WritableKeyPath<Counts, Int>) {
    counts.withLock { $0[keyPath: count] += amount }
  }
}
