package import MailIndex

/// What became of one run of one account, and how the account stood before and stands now.
package struct RunOutcome: Sendable {
  package var report: AccountReport
  /// The account's standing before the run; nil where it could not be read.
  package var before: StandingRow?
  /// The account's standing after it; nil where it could not be recorded.
  package var standing: StandingRow?
  /// The run before it; nil: none, or it could not be read.
  package var lastRun: RunRow?
  /// What tells the account's way to log in from others.
  package let logIn: String

  package init(name: String, logIn: String) {
    report = AccountReport(name: name)
    self.logIn = logIn
  }
}
