/// A program that is to run because something happened.
package struct HookJob: Sendable, Equatable {
  /// The program, looked up in `PATH`, and its arguments; no shell reads them.
  package let command: [String]
  /// What it gets on standard input.
  package let input: [UInt8]
  /// How long it may run.
  package let timeout: Duration
  /// Variables of our environment that the program does not get: passwords may be in them.
  package let withheld: Set<String>

  package init(
    command: [String], input: [UInt8], timeout: Duration = .seconds(30), withheld: Set<String> = []
  ) {
    self.command = command
    self.input = input
    self.timeout = timeout
    self.withheld = withheld
  }
}

/// Whom a hook belongs to: the programs of one run one after another.
package enum HookSubject: Sendable, Hashable {
  case account(String)
  case drive(String)
}

/// How a hook's program ended.
package enum HookOutcome: Sendable, Equatable {
  case ended(status: Int32)
  case killed(signal: Int32)
  /// It ran for too long and was ended.
  case timedOut
  /// It was ended because popkeep ends.
  case stopped
  case cannotRun(code: Int32)
}

package struct HookResult: Sendable, Equatable {
  package let outcome: HookOutcome
  /// What the program said on standard error: the first 4 KB, on one harmless line.
  package let complaint: String
}
