import Archive
import ArgumentParser
import Fetching
import Settings
import Synchronization

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Try each stage of an account: address, connection, TLS, log-in, mailbox, disk, clock.",
    discussion: """
      Each stage stands on a line with its time; what is wrong comes with what to do, and what is odd with what \
      popkeep does about it. Nothing is fetched, nothing is deleted. A certificate that is not trusted is shown with \
      its key, for "pin".

      Examples:
        popkeep check                    every account of the configuration
        popkeep check home --trace       the dialogue too, secrets masked

      Exit codes: 0 all is well, 69 server unavailable, 74 disk, 75 try again later, 76 protocol or TLS, \
      77 log-in refused, 78 configuration. With several accounts the gravest counts.
      """)

  @Argument(help: "Accounts to check (default: all).")
  var accounts: [String] = []

  @Flag(name: .long, help: "Show the dialogue on standard error, secrets masked.")
  var trace = false

  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let configuration = try common.load()
      let chosen = try configuration.chosen(accounts)
      let passwords = try Passwords(chosen, ask: true)
      var checked: [CheckedAccount] = []
      for account in chosen { checked.append(check(account, passwords, configuration)) }
      if common.json { try JSONOutput.print(CheckDocument(accounts: checked)) }
      if common.json || common.quiet {
        for account in checked {
          for problem in account.problems { Output.error("\(account.name): \(problem)") }
        }
      }
      if let gravest = Problem.gravest(checked.flatMap(\.problems)) { throw ExitCode(gravest.kind.exitCode) }
    }
  }

  private func check(
    _ account: Account, _ passwords: Passwords, _ configuration: Configuration
  ) -> CheckedAccount {
    let isShown = !common.json && !common.quiet
    if isShown { Output.line("\(account.name): \(account.user) at \(account.host), port \(account.port)") }
    let rows = Mutex<[CheckRow]>([])
    let take: @Sendable (CheckRow) -> Void = { row in
      if isShown { for line in row.lines { Output.line(line) } }
      rows.withLock { $0.append(row) }
    }
    let dialogue: (@Sendable (String) -> Void)? = trace ? { @Sendable in Output.note($0) } : nil
    let stages = AccountCheck(
      account, secret: { try passwords.secret(of: account, insteadOf: $0) }, clock: .system,
      mechanisms: mechanisms(of: account, configuration), trace: dialogue)
    // Its problem is in the row of the stage that failed.
    _ = stages.run { line in take(CheckRow(line)) }
    take(DiskCheck(configuration).row())
    take(ClockCheck(configuration: configuration).row())
    return CheckedAccount(name: account.name, stages: rows.withLock { $0 })
  }
}

extension CheckCommand {
  /// What earlier sessions have seen the server announce; nothing where there is no archive that could tell, of which
  /// the stage of the disk speaks.
  private func mechanisms(of account: Account, _ configuration: Configuration) -> [String] {
    do {
      let archive = try ArchiveFolder.open(configuration.archive, for: .reading)
      return try archive.announcedMechanisms(ofAccount: account.name)
    } catch { return [] }
  }
}

/// What `check --json` prints.
private struct CheckDocument: Encodable {
  let accounts: [CheckedAccount]
}

private struct CheckedAccount: Encodable {
  let name: String
  let stages: [CheckRow]

  var problems: [Problem] { stages.compactMap(\.problem) }

  private enum Keys: String, CodingKey { case name, stages, error }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(name, forKey: .name)
    try object.encode(stages, forKey: .stages)
    // Null where all is well, not left out.
    try object.encode(Problem.gravest(problems).map(ProblemRow.init), forKey: .error)
  }
}
