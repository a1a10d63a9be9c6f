/// When each piece of upkeep is due. Pure.
package struct UpkeepPlan {
  package enum Piece: Sendable, CaseIterable {
    /// A sign of life to the supervisor.
    case watchdog
    case configuration
    case archive
    /// Accounts that are paused and may no longer have to be.
    case pauses
    case silence
    case textfile
    case status
    case scrub
    /// Drives that are to be visited again.
    case drives
  }

  private var due: [Piece: Duration] = [:]
  private let watchdog: Duration?

  /// - Parameter watchdog: how often the supervisor wants a sign of life.
  package init(watchdog: Duration?) { self.watchdog = watchdog }

  private func interval(_ piece: Piece) -> Duration? {
    switch piece {
    case .watchdog: watchdog
    case .configuration: .seconds(2)
    case .archive, .drives: .seconds(5)
    case .pauses: .seconds(10)
    case .silence, .scrub: .seconds(60)
    case .textfile: .seconds(15)
    case .status: .seconds(5)
    }
  }

  /// What is due; it counts as done.
  package mutating func take(_ now: Duration) -> [Piece] {
    Piece.allCases.filter { piece in
      guard let interval = interval(piece), due[piece, default: now] <= now else { return false }
      due[piece] = now + interval
      return true
    }
  }

  /// When the next piece is due.
  package func next(_ now: Duration) -> Duration { due.values.min() ?? now + .seconds(1) }
}
