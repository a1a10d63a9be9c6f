/// How the runs of an account have gone. Times are in seconds since 1970 UTC.
package struct StandingRow: Sendable, Equatable {
  /// When a run last ended without an error.
  package var lastSuccess: Int64?
  /// Runs that have failed since.
  package var failures = 0
  /// Of these, log-ins that the server refused.
  package var refusals = 0
  /// When the first of them ended.
  package var failingSince: Int64?
  /// When the next run is due; nil: nobody has said.
  package var nextRun: Int64?
  /// What tells the log-in that was refused from others; never any of a secret.
  package var logIn: String?
  /// Seconds between two log-ins that the server was found to want, beyond what it announces.
  package var learnedDelay: Int64?
  /// True where it was told that there was no success for long.
  package var silenceTold = false

  package init() {}

  /// The standing after a run that ended at `now`.
  ///
  /// - Parameters:
  ///   - failed: nil where it ended without an error; else whether the server refused the log-in.
  ///   - logIn: what tells this log-in from others.
  package func after(failed: Bool?, logIn: String?, now: Int64) -> StandingRow {
    var next = self
    guard let isRefusal = failed else {
      next.lastSuccess = now
      next.failures = 0
      next.refusals = 0
      next.failingSince = nil
      next.logIn = nil
      next.nextRun = nil
      next.silenceTold = false
      return next
    }
    next.failures += 1
    next.failingSince = failingSince ?? now
    guard isRefusal else { return next }
    next.refusals = self.logIn == logIn ? refusals + 1 : 1
    next.logIn = logIn
    return next
  }
}
