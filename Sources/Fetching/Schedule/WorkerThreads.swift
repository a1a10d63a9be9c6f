import Dispatch
import Glibc
import Synchronization

/// Threads that run synchronous work which blocks: sessions and commits (SE-0417). As many as there is work for, up to
/// a number; those that were started stay.
///
/// Jobs run in the order they came. A job may block its thread for as long as it likes; give every
/// session two threads, since the commit of one batch runs beside the reading of the next.
package final class WorkerThreads: TaskExecutor {
  private enum Job {
    case task(UnownedJob)
    case work(@Sendable () -> Void)
  }

  private struct State {
    var jobs: [Job] = []
    var head = 0
    var isClosed = false
    var threads = 0
    var most = 1
    /// Threads that wait for a job.
    var idle = 0

    var waiting: Int { jobs.count - head }
  }

  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)

  /// - Parameter count: threads at most; at least one.
  package init(count: Int) { state.withLock { $0.most = max(1, count) } }

  /// Lets there be `count` threads, where that is more than before.
  package func allow(_ count: Int) { state.withLock { $0.most = max($0.most, count) } }

  package func enqueue(_ job: consuming ExecutorJob) { add(.task(UnownedJob(job))) }

  /// Runs `work` on one of the threads.
  func perform(_ work: @escaping @Sendable () -> Void) { add(.work(work)) }

  /// Lets the threads end once the jobs that wait are done.
  package func close() {
    let threads = state.withLock { state in
      state.isClosed = true
      return state.threads
    }
    for _ in 0..<threads { available.signal() }
  }

  private func add(_ job: Job) {
    let isShort = state.withLock { state in
      state.jobs.append(job)
      guard state.waiting > state.idle, state.threads < state.most else { return false }
      state.threads += 1
      return true
    }
    if isShort { start() }
    available.signal()
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
    if status == 0 {
      pthread_detach(thread)
    } else {
      // The next job tries again; those that run take this one.
      state.withLock { $0.threads -= 1 }
      context.release()
    }
  }

  private func work() {
    while true {
      state.withLock { $0.idle += 1 }
      available.wait()
      let (job, isClosed) = state.withLock { state in
        state.idle -= 1
        return (Self.next(&state), state.isClosed)
      }
      switch job {
      case .task(let task): task.runSynchronously(on: asUnownedTaskExecutor())
      case .work(let work): work()
      case nil: if isClosed { return }
      }
    }
  }

  private static func next(_ state: inout State) -> Job? {
    guard state.head < state.jobs.count else { return nil }
    defer {
      state.head += 1
      if state.head == state.jobs.count || state.head == 1024 {
        state.jobs.removeFirst(state.head)
        state.head = 0
      }
    }
    return state.jobs[state.head]
  }
}
