import Archive
import ArgumentParser
import Fetching

struct ReindexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reindex",
    abstract: "Make the index again from the files alone.",
    discussion: """
      The Maildir is the truth, the index a cache: which messages were fetched is in the file names, so nothing \
      is downloaded again afterwards. The old index stays in force until the new one is complete.

      Example:
        popkeep reindex

      Exit codes: 0 done, 65 damaged files were left out, 74 disk, 75 another popkeep is working on the \
      archive, 78 configuration.
      """)

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let path = try place.path(common)
      let started = ContinuousClock.now
      let summary = try ArchiveFolder.reindex(path, now: Environment.now())
      let seconds = Double(spent: ContinuousClock.now - started)
      if common.json {
        try JSONOutput.print(
          ReindexDocument(
            accounts: summary.accounts, messages: summary.messages, foreign: summary.foreign,
            damaged: summary.damaged, seconds: seconds))
      } else if !common.quiet {
        Output.line(
          "\(Quantity.count(summary.messages, "message")) of \(Quantity.count(summary.accounts, "account")) "
            + "indexed in \(Quantity.seconds(seconds))")
        if summary.foreign > 0 {
          Output.line("\(Quantity.count(summary.foreign, "file")) not written by popkeep left alone")
        }
      }
      if summary.damaged > 0 {
        throw Failure(
          .badData, "\(Quantity.count(summary.damaged, "file")) not as long as the name tells left out.",
          hint: "'popkeep verify' names them; the next fetch brings what the server still has.")
      }
    }
  }
}

/// What `reindex --json` prints.
private struct ReindexDocument: Encodable {
  let accounts: Int
  let messages: Int
  let foreign: Int
  let damaged: Int
  let seconds: Double
}
