import Glibc
import Synchronization

/// Runs a handful of blocking works side by side, each on a thread of its own, and waits for all of them.
enum SideBySide {
  /// More threads than these are never there; further works are done one after the other by this one.
  private static let mostThreads = 16

  static func run<Answer: Sendable>(_ works: [@Sendable () -> Answer]) -> [Answer] {
    let jobs = works.map { Job($0) }
    let handles = jobs.prefix(mostThreads).compactMap { job in start { job.run() } }
    // Those for which there was no thread; the others pass at once or are under way.
    for job in jobs { job.run() }
    for handle in handles { pthread_join(handle, nil) }
    return jobs.compactMap(\.answer)
  }

  private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    let context = Unmanaged.passRetained(Body(body))
    var handle = pthread_t()
    let status = pthread_create(
      &handle, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    if status == 0 { return handle }
    context.release()
    return nil
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// One work, done by whoever comes first.
  private final class Job<Answer: Sendable>: Sendable {
    private let work: @Sendable () -> Answer
    private let isTaken = Atomic(false)
    private let result = Mutex<Answer?>(nil)

    init(_ work: @escaping @Sendable () -> Answer) { self.work = work }

    var answer: Answer? { result.withLock { $0 } }

    func run() {
      guard !isTaken.exchange(true, ordering: .acquiringAndReleasing) else { return }
      let answer = work()
      result.withLock { $0 = answer }
    }
  }
}
