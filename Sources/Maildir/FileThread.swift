import CGlibc
import Glibc

/// A thread that reads or flushes message files beside others, and that somebody joins.
package struct FileThread: Sendable {
  private let handle: pthread_t

  /// Starts `body` on a thread of its own; nil where the system has none to give.
  package static func start(_ body: @escaping @Sendable () -> Void) -> FileThread? {
    let context = Unmanaged.passRetained(Body(body))
    var handle = pthread_t()
    let status = pthread_create(
      &handle, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    if status == 0 { return FileThread(handle: handle) }
    context.release()
    return nil
  }

  /// Lets the calling thread work only with what others leave of processor and disk, as far as the system takes that.
  package static func yieldToOthers() {
    // On Linux both hold for one thread, not for its process.
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
    _ = popkeep_yield_disk()
  }

  /// Waits for the end of the thread. To be called once.
  package func join() { pthread_join(handle, nil) }

  /// Lets the thread end by itself, whenever that is. To be called once, in place of `join`.
  package func leave() { pthread_detach(handle) }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
