/// One stage of a check: what was found, and how long it took.
package struct CheckLine: Sendable {
  package enum Stage: String, Sendable, CaseIterable {
    case configuration, password, resolve, connect, tls, greeting, capabilities, login, mailbox, disk
  }

  package let stage: Stage
  /// Seconds.
  package let seconds: Double
  /// What was found; for a failure what is wrong, in one sentence.
  package let text: String
  package let problem: Problem?

  init(_ stage: Stage, seconds: Double, _ text: String, problem: Problem? = nil) {
    self.stage = stage
    self.seconds = seconds
    self.text = text
    self.problem = problem
  }
}
