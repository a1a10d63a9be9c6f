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

  func end(_ text: String, then next: CheckLine.Stage? = nil) {
    let (stage, seconds) = finish()
    show(CheckLine(stage, seconds: seconds, text))
    if let next { begin(next) }
  }

  func fail(_ problem: Problem) {
    let (stage, seconds) = finish()
    show(CheckLine(stage, seconds: seconds, problem.message, problem: problem))
  }

  /// Takes a stage that the connection has come to.
  func reached(_ stage: ConnectStage, secured: Bool) {
    switch stage {
    case .resolved: end(stage.summary, then: .connect)
    case .connected: end(stage.summary, then: secured ? .tls : .greeting)
    case .tls: end(stage.summary, then: .greeting)
    }
  }

  private func finish() -> (CheckLine.Stage, Double) {
    let (stage, began) = state.withLock { ($0.stage, $0.began) }
    let (seconds, attoseconds) = (clock.elapsed() - began).components
    return (stage, Double(seconds) + Double(attoseconds) / 1e18)
  }
}
