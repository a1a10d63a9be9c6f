import POP3Client
import Synchronization

/// Times the stages of a check as they come, some of them reported by the connection itself.
final class CheckPace: Sendable {
  private struct State {
    var stage = CheckLine.Stage.configuration
    var began: Duration
  }

  private let clock: SyncClock
  private let show: @Sendable (CheckLine) -> Void
  private let state: Mutex<State>

  init(clock: SyncClock, show: @escaping @Sendable (CheckLine) -> Void) {
    self.clock = clock
    self.show = show
    state = Mutex(State(began: clock.elapsed()))
  }

  func begin(_ stage: CheckLine.Stage) {
    state.withLock { $0 = State(stage: stage, began: clock.elapsed()) }
  }

  func end(_ finding: CheckFinding, then next: CheckLine.Stage? = nil) {
    let (stage, seconds) = finish()
    show(CheckLine(stage, seconds: seconds, finding))
    if let next { begin(next) }
  }

  func end(_ text: String) { end(CheckFinding(text: text)) }

  func fail(_ problem: Problem, details: [String]) {
    let (stage, seconds) = finish()
    let finding = CheckFinding(text: problem.message, details: details)
    show(CheckLine(stage, seconds: seconds, finding, problem: problem))
  }

  /// Takes a stage that the connection has come to.
  func reached(_ stage: ConnectStage, secured: Bool) {
    switch stage {
    case .resolved: end(CheckFinding(text: stage.summary), then: .connect)
    case .connected: end(CheckFinding(text: stage.summary), then: secured ? .tls : .greeting)
    case .tls: end(TLSFinding.of(stage, now: clock.now()), then: .greeting)
    }
  }

  private func finish() -> (CheckLine.Stage, Double) {
    let (stage, began) = state.withLock { ($0.stage, $0.began) }
    let (seconds, attoseconds) = (clock.elapsed() - began).components
    return (stage, Double(seconds) + Double(attoseconds) / 1e18)
  }
}
