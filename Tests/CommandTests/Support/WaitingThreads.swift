import Dispatch
import Glibc
import Testing

/// Threads for tests that wait for programs: several at a time, where there are more of them than processors.
///
/// Swift runs as many tests at a time as there are processors, and a test that waits holds one.
final class WaitingThreads: TaskExecutor {
  static let all = WaitingThreads(count: 6)

  private let queue = DispatchQueue(label: "waiting", attributes: .concurrent)
  private let free: DispatchSemaphore

  private init(count: Int) { free = DispatchSemaphore(value: count) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [self] in
      free.wait()
      defer { free.signal() }
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}

/// Runs the tests of a suite on `WaitingThreads`.
struct WaitingTrait: SuiteTrait, TestScoping {
  @concurrent func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.all) { try await function() }
  }
}

extension Trait where Self == WaitingTrait {
  /// The tests wait for programs most of their time.
  static var waiting: WaitingTrait { WaitingTrait() }
}
