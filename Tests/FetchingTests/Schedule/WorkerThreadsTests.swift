import Fetching
import Glibc
import Synchronization
import Testing

/// Threads for work that blocks.
@Suite(.timeLimit(.minutes(2))) struct WorkerThreadsTests {
  /// The threads that have run something.
  private final class Seen: Sendable {
    private let threads = Mutex<Set<UInt>>([])
    func note() { threads.withLock { _ = $0.insert(pthread_self()) } }
    var count: Int { threads.withLock { $0.count } }
  }

  /// Work that blocks its thread until it is released.
  private final class Work: Sendable {
    private let state = Mutex((begun: 0, isReleased: false))
    var begun: Int { state.withLock { $0.begun } }
    func release() { state.withLock { $0.isReleased = true } }
    func wait() {
      state.withLock { $0.begun += 1 }
      while !state.withLock({ $0.isReleased }) { poll(nil, 0, 1) }
    }
  }

  private func run(on workers: WorkerThreads, _ body: @escaping @Sendable () -> Void) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask(executorPreference: workers) { body() }
    }
  }

  @Test func `jobs that follow one another need few threads, however many there may be`() async {
    let workers = WorkerThreads(count: 256)
    defer { workers.close() }
    let seen = Seen()
    for _ in 0..<200 { await run(on: workers) { seen.note() } }
    #expect(seen.count < 64, "\(seen.count)")
  }

  @Test func `jobs that block get a thread each, up to the limit, and those beyond it wait`() async throws {
    let workers = WorkerThreads(count: 3)
    defer { workers.close() }
    let seen = Seen()
    let work = Work()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<6 {
        group.addTask(executorPreference: workers) {
          seen.note()
          work.wait()
        }
      }
      let deadline = ContinuousClock.now + .seconds(60)
      while work.begun < 3 {
        guard ContinuousClock.now < deadline else { break }
        await Task.yield()
      }
      #expect(work.begun == 3)
      work.release()
      try await group.waitForAll()
    }
    #expect(work.begun == 6)
    #expect(seen.count == 3)
  }
}
