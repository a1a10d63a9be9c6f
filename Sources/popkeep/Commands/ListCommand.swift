import Archive
import ArgumentParser
import Fetching
import Reading

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List archived messages, the newest first.",
    discussion: """
      Examples:
        popkeep list
        popkeep list --account home --limit 100
        popkeep list --json

      Exit codes: 0 done, 74 disk, 78 configuration.
      """)

  @Option(name: .long, help: "Only this account.")
  var account: String?

  @Option(name: .long, help: "How many messages at most; 0: all.")
  var limit = 50

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit is a count, or 0 for all.") }
  }

  func run() async throws {
    try await endingWithExitCode {
      let archive = try place.open(for: .reading, common)
      try archive.requireAccount(account)
      let listing = try MessageListing(archive, account: account, limit: limit == 0 ? nil : limit)
      if common.json {
        try JSONOutput.print(listing.messages)
      } else if !common.quiet {
        for line in listing.lines(width: Output.width) { Output.line(line) }
        if listing.messages.isEmpty { Output.line("No messages yet: 'popkeep fetch' brings them.") }
      }
    }
  }
}

extension Archive {
  /// Ends the command where `name` is given and the archive has no such account.
  func requireAccount(_ name: String?) throws {
    guard let name else { return }
    let names = try accountNames()
    guard !names.contains(name) else { return }
    throw Failure(
      .configuration, "The archive has no account \"\(name)\".",
      hint: "It has: \(names.isEmpty ? "none" : names.joined(separator: ", ")).")
  }
}
