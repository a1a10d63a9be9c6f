import Archive
import ArgumentParser
import Fetching
import Settings

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "A row an account: last run, what is stored, what is on the server, the last error.",
    discussion: """
      Example:
        popkeep status

      Exit codes: 0 done, 74 disk, 78 configuration.
      """)

  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let configuration = try common.load()
      let archive = try ArchiveFolder.open(configuration.archive, for: .reading)
      let status = try Status.of(configuration.accounts, in: archive)
      if common.json {
        try JSONOutput.print(StatusDocument(accounts: status.map(StatusRow.init)))
      } else if !common.quiet {
        for line in StatusTable(status, now: Environment.now()).lines { Output.line(line) }
      }
    }
  }
}

/// What `status --json` prints.
private struct StatusDocument: Encodable {
  let accounts: [StatusRow]
}
