import Glibc

/// A thread that somebody joins.
struct JoinableThread: Sendable {
  private let handle: pthread_t

  /// Starts `body` on a thread of its own.
  static func start(_ body: @escaping @Sendable () -> Void) throws(DemoServerFailure) -> JoinableThread {
    let box = Unmanaged.passRetained(Body(body))
    var handle = pthread_t()
    let code = pthread_create(
      &handle, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      throw .system(call: "start a thread", code: code)
    }
    return JoinableThread(handle: handle)
  }

  /// Waits for the end of the thread. To be called once.
  func join() { pthread_join(handle, nil) }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
