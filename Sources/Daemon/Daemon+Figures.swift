import Fetching
import Settings
import Synchronization

extension Daemon {
  /// Serves figures where the configuration says, in place of where they were served.
  func serveFigures(_ configuration: Configuration) throws {
    var responder: HTTPResponder?
    if let address = configuration.metrics.listen {
      let old = state.withLock { state in
        defer { state.responder = nil }
        return state.responder
      }
      old?.stop()
      do throws(ListenFailure) {
        responder = try HTTPResponder(
          address,
          pages: [
            "/metrics": { [weak self] in self?.figures() ?? .text("ending\n", status: 503) },
            "/healthz": { [weak self] in self?.health() ?? .text("ending\n", status: 503) },
          ])
      } catch {
        throw Problem(
          .cannotCreate, "Popkeep \(error).", hint: "Write another address for \"listen\" of \"metrics\".")
      }
    }
    let old = state.withLock { state in
      defer { state.responder = responder }
      return state.responder
    }
    old?.stop()
  }

  /// The port that figures are served at; nil: at none.
  package var figuresPort: UInt16? { state.withLock { $0.responder?.boundPort } }

  private func figures() -> HTTPReply { MetricsText.reply(families()) }

  /// Keeps the file of figures up to date.
  func writeFigures() {
    guard let path = configuration.metrics.textfile else { return }
    do throws(TextFile.Failure) {
      let families = families()
      try TextFile.write(path) { write throws(TextFile.Failure) in
        try MetricsText.write(families) { octets throws(TextFile.Failure) in try write(octets) }
      }
      state.withLock { $0.figuresFailed = false }
    } catch {
      let wasTold = state.withLock { state in
        defer { state.figuresFailed = true }
        return state.figuresFailed
      }
      if !wasTold { say(.warning, "the figures could not be written: \(error)", stage: "metrics") }
    }
  }

  /// Well while the schedule goes on and the archive can be used.
  private func health() -> HTTPReply {
    if !isAlive { return .text("the schedule does not go on\n", status: 503) }
    if let problem = seat.problem { return .text("\(problem.message)\n", status: 503) }
    return .text("ok\n")
  }

  private func families() -> [MetricFamily] {
    DaemonFigures(
      status: status(), counts: tally.all, sessions: scheduler.runningCount,
      longestDelay: scheduler.longestDelay, version: parts.version
    ).families
  }
}
