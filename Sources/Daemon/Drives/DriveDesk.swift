import Archive
import Backup
import Dispatch
import Fetching
import Glibc
import Settings
import Synchronization

/// Has drives copied to: those that are to be whenever they are attached, and those that somebody asks for.
///
/// One thread works, drive after drive: two sticks on one bus are not quicker together. It holds nothing of a drive
/// open between two runs, so that it can be unmounted. Whoever asks, tells or looks never waits for the thread.
package final class DriveDesk: Sendable {
  /// What a desk needs of the daemon.
  struct Parts: Sendable {
    let seat: ArchiveSeat
    /// Seconds since 1970 UTC.
    let now: @Sendable () -> Int64
    /// By the clock that is never set back.
    let elapsed: @Sendable () -> Duration
    let mounts: @Sendable () throws -> [MountedFileSystem]
    let settings: @Sendable () -> [DriveSettings]
    /// Is told what happens, on the desk's thread.
    let tell: @Sendable (DriveNews) -> Void
  }

  struct State {
    var isStopping = false
    /// The drives are to be looked for, whatever the plan says.
    var isLookWanted = true
    var looked: Duration?
    var plan = DrivePlan()
    /// By id.
    var attached: [String: DriveSight] = [:]
    /// When it was recorded that the drive was seen, by id.
    var touched: [String: Duration] = [:]
    /// What was told of what cannot be used.
    var unusable: [String: DriveFailure] = [:]
    /// Why the last run with each drive failed, by name.
    var problems: [String: Problem] = [:]
    var visit: DriveVisit?
    var progress: DriveEvent?
    /// The drive of the run that goes on is no longer where it was.
    var isCut = false
    var orders: [DriveFeed] = []
    var feeds: [DriveFeed] = []
    /// The one whose order is carried out.
    var serving: DriveFeed?
    var lacks = DriveLacks()
  }

  let parts: Parts
  let state = Mutex(State())
  private let wakeup = DispatchSemaphore(value: 0)
  private let isOver = DispatchGroup()
  /// How long nobody looks where nothing is told of the mount table.
  private static let longestLook: Duration = .seconds(180)

  init(_ parts: Parts) { self.parts = parts }

  /// Starts the thread; false where there is none to be had.
  func start() -> Bool {
    isOver.enter()
    let isStarted = DetachedThread.start { [self] in
      // A person may wait for the end of it: the disk is shared with the syncs as equals, and of processors alone they
      // have the first choice. What is started from here inherits that.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
      while let task = next() { perform(task) }
      isOver.leave()
    }
    if !isStarted { isOver.leave() }
    return isStarted
  }

  /// Ends the run that goes on at the next message, and the thread; it may take as long as a flush of the drive.
  func stop() {
    state.withLock { $0.isStopping = true }
    wakeup.signal()
  }

  /// True once the thread has ended.
  func awaitEnd(within duration: Duration) -> Bool {
    isOver.wait(timeout: .now() + .milliseconds(Int(duration / .milliseconds(1)))) == .success
  }

  /// Has the drives looked for: file systems were mounted or unmounted, or the archive was opened anew.
  func look() {
    state.withLock { $0.isLookWanted = true }
    wakeup.signal()
  }

  /// Takes note of a change of the mount table: a run with a drive that is gone need not find out by itself.
  package func mountsChanged() {
    do {
      let table = try parts.mounts()
      state.withLock { state in
        guard let id = state.visit?.id, let sight = state.attached[id] else { return }
        let isThere = table.contains { $0.path == sight.system.path && $0.device == sight.system.device }
        state.isCut = !isThere
      }
    } catch {
      // The look tells.
    }
    look()
  }

  /// Takes note that mail was stored.
  func mailCame() {
    state.withLock { $0.plan.mailCame() }
    wakeIfDue()
  }

  /// Has what is due done; to be called now and then.
  func wakeIfDue() {
    let now = parts.elapsed()
    if state.withLock({ Self.isDue($0, now) }) { wakeup.signal() }
  }

  private static func isDue(_ state: State, _ now: Duration) -> Bool {
    guard state.visit == nil else { return false }
    return state.isLookWanted || state.plan.due(now) != nil
      || state.looked.map { now - $0 >= longestLook } ?? true
  }

  /// Takes an order; what comes of it is in `feed`, which is to be closed.
  func take(_ feed: DriveFeed) {
    let isTaken = state.withLock { state in
      guard !state.isStopping else { return false }
      state.orders.append(feed)
      state.feeds.append(feed)
      return true
    }
    if !isTaken { feed.close(.daemonEnds) }
    wakeup.signal()
  }

  /// Shows nothing more of the runs in `feed`. What it asked for is done all the same.
  func close(_ feed: DriveFeed) { state.withLock { $0.feeds.removeAll { $0 === feed } } }

  private enum Task {
    case order(DriveFeed)
    case look
  }

  /// What is to be done next, waited for; nil at the end.
  private func next() -> Task? {
    while true {
      let now = parts.elapsed()
      let task = state.withLock { state -> Task? in
        if state.isStopping { return nil }
        if !state.orders.isEmpty { return .order(state.orders.removeFirst()) }
        guard Self.isDue(state, now) else { return nil }
        state.isLookWanted = false
        state.looked = now
        return .look
      }
      if let task { return task }
      if state.withLock({ $0.isStopping }) {
        for feed in state.withLock({ $0.orders }) { feed.close(.daemonEnds) }
        return nil
      }
      wakeup.wait()
    }
  }

  private func perform(_ task: Task) {
    switch task {
    case .order(let feed): carryOut(feed)
    case .look: visitWhatIsDue()
    }
  }
}

extension Problem {
  static let daemonEnds = Problem(
    .tryAgain, "The daemon is about to end.", hint: "Try again in some seconds.", temporary: true)
}
