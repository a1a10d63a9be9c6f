import Settings

/// What the schedule knows of one account.
struct ScheduledAccount: Sendable {
  let name: String
  /// The host and port: what can be reached there says nothing of another port.
  var host: String
  /// The host of the next run, where the configuration changed during one.
  var nextHost: String?
  /// Seconds between two runs.
  var every: Double
  var quiet: QuietHours
  var isEnabled: Bool
  var isRunning = false
  /// Somebody asked for a run now.
  var isAsked = false
  /// The server refused the log-in so often that only a person can mend it.
  var isPaused = false
  /// The run that goes on finds out whether something shared can be used again.
  var isTrying = false
  /// It is due, and something that it shares with others cannot be used.
  var isHeld = false
  /// It has run for so long that it holds up nobody else any more.
  var isRelieved = false
  /// It is due, and its host has as many sessions as it may.
  var isCrowded = false
  /// Something has changed since its run began that another run is to see.
  var isHastened = false
  /// True where it waits for the end of its quiet hours.
  var isQuiet = false
  /// When it is due, by the clock that is never set back.
  var due: Duration
  var started: Duration?
  /// Failures in a row.
  var failures = 0
  /// Whose trouble the last failure was; nil: it did not fail.
  var scope: Problem.Scope?
  /// How often since its last success it was let run because others could use the archive.
  var releases = 0

  init(_ account: Account, due: Duration) {
    name = account.name
    host = "\(account.host.lowercased()):\(account.port)"
    every = Double(account.every.components.seconds)
    quiet = account.quiet
    isEnabled = account.enabled
    self.due = due
  }

  /// True where time alone makes it start.
  var isWaiting: Bool { isEnabled && !isPaused && !isRunning }
}

/// How an account stands in the schedule.
package struct ScheduleState: Sendable, Equatable {
  package var isRunning: Bool
  package var isPaused: Bool
  package var isEnabled: Bool
  /// Seconds since 1970 UTC; nil where no run is to come by itself, or one goes on.
  package var nextRun: Int64?
}
