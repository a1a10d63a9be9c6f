import Archive
import ArgumentParser
import Fetching
import Reading

struct StatsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count what is archived: by account, year, month, sender and size.",
    discussion: """
      Examples:
        popkeep stats
        popkeep stats --by month --account home
        popkeep stats --by sender --limit 50
        popkeep stats --json

      Exit codes: 0 done, 64 usage, 74 disk, 78 configuration.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Count by this: account, year, month, sender or size; may be given several times.", valueName: "what"))
  var by: [ArchiveStatistics.Division] = []

  @Option(name: .long, help: "Only this account.")
  var account: String?

  @Option(name: .long, help: "How many senders at most, those with most messages; 0: all.")
  var limit = 10

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit is a count, or 0 for all.") }
  }

  func run() async throws {
    try await endingWithExitCode {
      let archive = try place.open(for: .reading, common)
      try archive.requireAccount(account)
      if common.quiet, !common.json { return }
      let statistics = try ArchiveStatistics(
        archive, by: by.isEmpty ? [.account, .year, .sender, .size] : by, account: account,
        senders: limit == 0 ? nil : limit)
      if common.json { return try JSONOutput.print(StatisticsDocument(statistics)) }
      let width = Output.width ?? 80
      try Pager.showing {
        for line in StatisticsTable(statistics, width: width).lines { Output.line(line) }
      }
    }
  }
}

extension ArchiveStatistics.Division: ExpressibleByArgument {}
