/// One stage of a check: what was found, and how long it took.
package struct CheckLine: Sendable {
  package enum Stage: String, Sendable, CaseIterable {
    case configuration, password, resolve, connect, tls, greeting, capabilities, mechanisms, login
    /// The capabilities after the log-in.
    case loggedIn = "logged in"
    case mailbox
    case uniqueIDs = "unique-ids"
    case sizes, pipelining, top, disk, clock
  }

  package let stage: Stage
  /// Seconds.
  package let seconds: Double
  /// What was found; for a failure what is wrong, in one sentence.
  package let text: String
  /// More of it, line by line: a chain of certificates, a key to pin.
  package let details: [String]
  /// What is odd without being a failure, each with what popkeep does about it.
  package let notes: [String]
  package let problem: Problem?

  init(_ stage: Stage, seconds: Double, _ finding: CheckFinding, problem: Problem? = nil) {
    self.stage = stage
    self.seconds = seconds
    text = finding.text
    details = finding.details
    notes = finding.notes
    self.problem = problem
  }
}

/// What a stage found.
struct CheckFinding: Sendable, Equatable {
  var text: String
  var details: [String] = []
  var notes: [String] = []
}
