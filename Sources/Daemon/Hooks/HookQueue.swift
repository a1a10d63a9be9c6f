import Dispatch
import Synchronization

/// The programs that are to run because something happened: a few at once, those of one account one after another.
///
/// Nothing waits for a hook. A thread is there while programs run, and none when nothing happens.
package final class HookQueue: Sendable {
  /// Told of each end, on the thread that ran the program and before the account's next one starts.
  package typealias Finished = @Sendable (_ account: String, _ job: HookJob, _ result: HookResult) -> Void

  private struct State {
    var waiting: [String: [HookJob]] = [:]
    var waitingCount = 0
    /// The accounts that have something to run and nothing running, the one that waited longest first.
    var ready: [String] = []
    var busy: Set<String> = []
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
  package func post(_ job: HookJob, for account: String) -> Bool {
    let (isTaken, needsThread) = state.withLock { state in
      guard !state.isClosed, state.waitingCount < limit else { return (false, false) }
      state.waitingCount += 1
      state.waiting[account, default: []].append(job)
      if state.waiting[account]?.count == 1, !state.busy.contains(account) { state.ready.append(account) }
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
    while let (account, job) = state.withLock({ state in next(&state) }) {
      let result = HookProgram.run(job) { isStopped.load(ordering: .sequentiallyConsistent) }
      finished(account, job, result)
      state.withLock { state in
        state.busy.remove(account)
        if state.waiting[account] != nil { state.ready.append(account) }
      }
    }
  }

  /// The next job; nil where there is none now, and the thread that asked counts no more.
  private func next(_ state: inout State) -> (account: String, job: HookJob)? {
    guard !state.ready.isEmpty, !isStopped.load(ordering: .sequentiallyConsistent),
      let jobs = state.waiting[state.ready[0]], let job = jobs.first
    else {
      state.threads -= 1
      return nil
    }
    let account = state.ready.removeFirst()
    state.waiting[account] = jobs.count > 1 ? Array(jobs.dropFirst()) : nil
    state.waitingCount -= 1
    state.busy.insert(account)
    return (account, job)
  }

  private static func nanoseconds(_ duration: Duration) -> Int {
    Int(max(.zero, min(duration, .seconds(3600))) / .nanoseconds(1))
  }
}
