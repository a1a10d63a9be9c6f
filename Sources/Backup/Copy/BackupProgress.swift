import Synchronization

/// How far a run has come; told by any thread, some times a second at the most.
final class BackupProgress: Sendable {
  private struct State {
    var messages = 0
    var octets: Int64 = 0
    var compared = 0
    var told: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private let total = Mutex((messages: 0, octets: Int64(0)))
  private let isStopped: @Sendable () -> Bool
  private let observe: @Sendable (DriveEvent) -> Void
  private let name: String

  init(
    _ name: String, isStopped: @escaping @Sendable () -> Bool,
    observe: @escaping @Sendable (DriveEvent) -> Void
  ) {
    self.name = name
    self.isStopped = isStopped
    self.observe = observe
  }

  /// So much is to be done.
  func expect(messages: Int, octets: Int64) {
    total.withLock { $0 = (messages, octets) }
    state.withLock { $0 = State() }
  }

  /// Ends the run early where that is wished.
  func goOn() throws(DriveFailure) {
    if isStopped() { throw DriveFailure(.stopped, name) }
  }

  func copied(_ octets: Int64) {
    let all = total.withLock { $0 }
    tell { state in
      state.messages += 1
      state.octets += octets
      return .copying(
        messages: state.messages, of: max(all.messages, state.messages), octets: state.octets,
        ofOctets: max(all.octets, state.octets))
    }
  }

  func compared() {
    let all = total.withLock { $0 }
    tell { state in
      state.compared += 1
      return .comparing(messages: state.compared, of: max(all.messages, state.compared))
    }
  }

  func read(_ octets: Int64) {
    let all = total.withLock { $0 }
    tell { state in
      state.messages += 1
      state.octets += octets
      return .reading(messages: state.messages, of: max(all.messages, state.messages), octets: state.octets)
    }
  }

  func say(_ event: DriveEvent) { observe(event) }

  private func tell(_ change: (inout State) -> DriveEvent) {
    let event = state.withLock { state -> DriveEvent? in
      let event = change(&state)
      let now = ContinuousClock.now
      if let told = state.told, now - told < .milliseconds(200) { return nil }
      state.told = now
      return event
    }
    if let event { observe(event) }
  }
}
