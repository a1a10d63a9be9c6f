import Archive
import ArgumentParser
import Daemon
import Fetching
import Settings

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "A row an account: last and next run, what is stored, what is on the server, the last error.",
    discussion: """
      Below, a line a drive: where it is attached or since when it is away, and what it lacks. A running daemon is \
      asked; without one the index tells.

      Examples:
        popkeep status
        popkeep status home
        popkeep status --watch           anew every two seconds, until Ctrl-C
        popkeep status --json

      Exit codes: 0 done, 74 disk, 78 configuration.
      """)

  @Argument(help: "Accounts to show (default: all).")
  var accounts: [String] = []

  @Flag(name: .long, help: "Show it anew every two seconds, until Ctrl-C.")
  var watch = false

  @OptionGroup var part: ShardOptions
  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      repeat {
        try show(StatusReading.read(common, part).of(accounts))
        if watch { try await Task.sleep(for: .seconds(2)) }
      } while watch
    }
  }

  private func show(_ reading: StatusReading) throws {
    if common.json { return try JSONOutput.print(StatusDocument(reading)) }
    guard !common.quiet else { return }
    let lines = StatusTable(reading, now: Environment.now()).lines
    guard watch, Output.isTerminal else { return lines.forEach { Output.line($0) } }
    // From the top of the screen, which is cleared, and no more than it holds.
    let height = max(4, Output.height ?? 24) - 1
    Output.screen(lines.count <= height ? lines : lines.prefix(height - 1) + ["…"])
  }
}
