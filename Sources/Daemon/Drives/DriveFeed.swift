import Backup
import Dispatch
import Fetching
import Synchronization

/// What somebody is shown of the runs with drives that they asked for: events wait until they are taken, of how far a run
/// is only the latest.
final class DriveFeed: Sendable {
  private struct State {
    var waiting: [ControlAnswer] = []
    /// The drives whose runs have ended, by id.
    var ended: Set<String> = []
    var isOver = false
  }

  private static let most = 10_000

  let order: DriveOrder
  private let state = Mutex(State())
  private let filled = DispatchSemaphore(value: 0)

  init(_ order: DriveOrder) { self.order = order }

  /// True once all that was asked for has ended, and all was taken.
  var isComplete: Bool { state.withLock { $0.isOver && $0.waiting.isEmpty } }

  /// True where a run with the drive that was shown here has ended.
  func hasEnded(_ id: String) -> Bool { state.withLock { $0.ended.contains(id) } }

  func show(_ visit: DriveVisit, _ event: DriveEvent) {
    let drive = visit.name
    let isNew = state.withLock { state in
      if state.ended.contains(visit.id) { return false }
      if event.tellsHowFar, case .drive(drive, let last)? = state.waiting.last, last.tellsHowFar {
        state.waiting[state.waiting.count - 1] = .drive(name: drive, event: event)
        return false
      }
      guard state.waiting.count < Self.most else { return false }
      state.waiting.append(.drive(name: drive, event: event))
      return true
    }
    if isNew { filled.signal() }
  }

  /// A run with a drive has ended, or could not begin. The first end of each is the answer.
  func end(_ report: DriveReport, _ problem: Problem?) {
    state.withLock { state in
      guard report.id.isEmpty || state.ended.insert(report.id).inserted else { return }
      state.waiting.append(.driveEnded(report: report, problem: problem))
    }
    filled.signal()
  }

  /// Nothing more is to come.
  ///
  /// - Parameter refusal: why nothing was done.
  func close(_ refusal: Problem? = nil) {
    state.withLock { state in
      state.waiting.append(refusal.map(ControlAnswer.refused) ?? .done)
      state.isOver = true
    }
    filled.signal()
  }

  /// The next answer; nil where none has come for a second.
  func next() -> ControlAnswer? {
    guard filled.wait(timeout: .now() + .seconds(1)) == .success else { return nil }
    return state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
  }
}

extension DriveEvent {
  /// True where the next one of its kind makes it stale.
  fileprivate var tellsHowFar: Bool {
    switch self {
    case .reading, .copying, .comparing: true
    case .began, .closing, .warning: false
    }
  }
}
