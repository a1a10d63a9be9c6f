import Dispatch
package import Fetching
import Synchronization

/// What somebody is shown of the runs that were asked for: events wait until they are taken, progress only the latest.
package final class Feed: Sendable {
  private struct State {
    var waiting: [(account: String, event: SyncEvent)] = []
    var names: Set<String>
  }

  private let state: Mutex<State>
  private let filled = DispatchSemaphore(value: 0)
  private static let most = 10_000
  /// True where rehearsals were asked for, and nothing else is shown.
  let isRehearsal: Bool

  /// - Parameter names: the accounts that were asked for.
  package init(_ names: Set<String>, isRehearsal: Bool = false) {
    state = Mutex(State(names: names))
    self.isRehearsal = isRehearsal
  }

  /// Accounts that have not ended yet.
  var missing: Set<String> { state.withLock { $0.names } }

  /// True once every account that was asked for has ended, and all was taken.
  package var isComplete: Bool { state.withLock { $0.names.isEmpty && $0.waiting.isEmpty } }

  /// Takes what happens in a run, where that is of the kind that was asked for.
  package func put(_ account: String, _ event: SyncEvent, isRehearsal: Bool = false) {
    guard isRehearsal == self.isRehearsal else { return }
    let isNew = state.withLock { state in
      guard state.names.contains(account) else { return false }
      switch event {
      case .finished: state.names.remove(account)
      case .progress:
        if let last = state.waiting.last, last.account == account, case .progress = last.event {
          state.waiting[state.waiting.count - 1] = (account, event)
          return false
        }
        if state.waiting.count >= Self.most { return false }
      case .connecting, .listed, .unchanged, .committed, .deleting, .reconnecting, .warning:
        // Ends are never dropped; of the rest nobody reads so much.
        if state.waiting.count >= Self.most { return false }
      }
      state.waiting.append((account, event))
      return true
    }
    if isNew { filled.signal() }
  }

  /// The next event; nil where none has come for a second.
  package func next() -> (account: String, event: SyncEvent)? {
    guard filled.wait(timeout: .now() + .seconds(1)) == .success else { return nil }
    return state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
  }
}

/// The feeds that are open.
final class Feeds: Sendable {
  private let feeds = Mutex<[ObjectIdentifier: Feed]>([:])

  func open(_ names: Set<String>, isRehearsal: Bool) -> Feed {
    let feed = Feed(names, isRehearsal: isRehearsal)
    feeds.withLock { $0[ObjectIdentifier(feed)] = feed }
    return feed
  }

  func close(_ feed: Feed) { feeds.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(feed)) } }

  func put(_ account: String, _ event: SyncEvent, isRehearsal: Bool) {
    let open = feeds.withLock { Array($0.values) }
    for feed in open { feed.put(account, event, isRehearsal: isRehearsal) }
  }
}
