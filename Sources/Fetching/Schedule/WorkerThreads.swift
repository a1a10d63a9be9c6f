import Dispatch
import Glibc
import Synchronization

/// A fixed number of threads that run synchronous work which blocks: sessions and commits (SE-0417).
///
/// Jobs run in the order they came. A job may block its thread for as long as it likes; give every
/// session two threads, since the commit of one batch runs beside the reading of the next.
package final class WorkerThreads: TaskExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var head = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)
  private let count: Int

  /// Starts `count` threads (at least one).
  package init(count: Int) {
    self.count = max(1, count)
    for _ in 0..<self.count { start() }
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    state.withLock { $0.jobs.append(unowned) }
    available.signal()
  }

  /// Lets the threads end once the jobs that wait are done.
  package func close() {
    state.withLock { $0.isClosed = true }
    for _ in 0..<count { available.signal() }
  }

  private func start() {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<WorkerThreads>.fromOpaque(argument).takeRetainedValue().work()
        return nil
      }, context.toOpaque())
    if status == 0 { pthread_detach(thread) } else { context.release() }
  }

  private func work() {
    while true {
      available.wait()
      let (job, isClosed) = state.withLock { state in (Self.next(&state), state.isClosed) }
      if let job {
        job.runSynchronously(on: asUnownedTaskExecutor())
      } else if isClosed {
        return
      }
    }
  }

  private static func next(_ state: inout State) -> UnownedJob? {
    guard state.head < state.jobs.count else { return nil }
    defer {
      state.head += 1
      if state.head == state.jobs.count {
        state.jobs.removeAll(keepingCapacity: true)
        state.head = 0
      }
    }
    return state.jobs[state.head]
  }
}
