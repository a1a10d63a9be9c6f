import Glibc
import Synchronization

/// Ends the waiting of a connection from another thread, or from a signal handler; there is no way back.
package final class Cancellation: Sendable {
  private let flag = Atomic(false)
  /// Readable once cancelled: every `poll` on a connection watches it. Negative where the system had none left,
  /// which `poll` passes over.
  let descriptor: Int32
  private let sender: Int32

  package init() {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    _ = socketpair(AF_UNIX, kind, 0, &ends)
    (descriptor, sender) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(sender)
  }

  package func cancel() {
    flag.store(true, ordering: .sequentiallyConsistent)
    // A socket that is full already says what it has to.
    _ = write(sender, "!", 1)
  }

  package var isCancelled: Bool { flag.load(ordering: .relaxed) }
}
