import Dispatch
import Synchronization

/// The programs that are to run because something happened: a few at once, those of one account or drive one after
/// another.
///
/// Nothing waits for a hook. A thread is there while programs run, and none when nothing happens.
package final class HookQueue: Sendable {
  /// Told of each end, on the thread that ran the program and before the next one of the same starts.
  package typealias Finished =
    @Sendable (_ subject: HookSubject, _ job: HookJob, _ result: HookResult) -> Void

  private struct State {
    var waiting: [HookSubject: [HookJob]] = [:]
    var waitingCount = 0
    /// Those that have something to run and nothing running, the one that waited longest first.
    var ready: [HookSubject] = []
    var busy: Set<HookSubject> = []
    var threads = 0
    var isClosed = false
  }

  private let limit: Int
  private let atOnce: Int
  private let finished: Finished
  private let state = Mutex(State())
  private let isStopped = Atomic(false)
  private let threads = DispatchGroup()

  /// At most `limit` jobs wait, and `atOnce` programs run.
  package init(limit: Int = 1000, atOnce: Int = 4, finished: @escaping Finished) {
    self.limit = limit
    self.atOnce = atOnce
    self.finished = finished
  }

  /// False where too many wait already or the queue is drained: the job is dropped.
  package func post(_ job: HookJob, for subject: HookSubject) -> Bool {
    let (isTaken, needsThread) = state.withLock { state in
      guard !state.isClosed, state.waitingCount < limit else { return (false, false) }
      state.waitingCount += 1
      state.waiting[subject, default: []].append(job)
      if state.waiting[subject]?.count == 1, !state.busy.contains(subject) { state.ready.append(subject) }
      guard !state.ready.isEmpty, state.threads < atOnce else { return (true, false) }
      state.threads += 1
      // Under the lock: who drains the queue then waits for this thread.
      threads.enter()
      return (true, true)
    }
    if needsThread, !DetachedThread.start({ [self] in work() }) {
      // The job waits for the next one that is posted.
      state.withLock { $0.threads -= 1 }
      threads.leave()
    }
    return isTaken
  }

  /// Takes no more jobs, lets those that wait run for `duration`, then ends the programs that still run, which
  /// takes some seconds where they do not obey. Returns how many jobs never ran.
  @discardableResult
  package func drain(within duration: Duration) -> Int {
    state.withLock { $0.isClosed = true }
    if threads.wait(timeout: .now() + .nanoseconds(Self.nanoseconds(duration))) == .timedOut {
      isStopped.store(true, ordering: .sequentiallyConsistent)
      _ = threads.wait(timeout: .now() + 10)
    }
    return state.withLock { $0.waitingCount }
  }

  private func work() {
    defer { threads.leave() }
    while let (subject, job) = state.withLock({ state in next(&state) }) {
      let result = HookProgram.run(job) { isStopped.load(ordering: .sequentiallyConsistent) }
      finished(subject, job, result)
      state.withLock { state in
        state.busy.remove(subject)
        if state.waiting[subject] != nil { state.ready.append(subject) }
      }
    }
  }

  /// The next job; nil where there is none now, and the thread that asked counts no more.
  private func next(_ state: inout State) -> (subject: HookSubject, job: HookJob)? {
    guard !state.ready.isEmpty, !isStopped.load(ordering: .sequentiallyConsistent),
      let jobs = state.waiting[state.ready[0]], let job = jobs.first
    else {
      state.threads -= 1
      return nil
    }
    let subject = state.ready.removeFirst()
    state.waiting[subject] = jobs.count > 1 ? Array(jobs.dropFirst()) : nil
    state.waitingCount -= 1
    state.busy.insert(subject)
    return (subject, job)
  }

  private static func nanoseconds(_ duration: Duration) -> Int {
    Int(max(.zero, min(duration, .seconds(3600))) / .nanoseconds(1))
  }
}
