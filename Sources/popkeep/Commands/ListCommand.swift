import Archive
import ArgumentParser
import Fetching
import Reading

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List archived messages, those that arrived last first.",
    discussion: """
      Examples:
        popkeep list
        popkeep list --account home --limit 100
        popkeep list --month 2026-11 --from alice
        popkeep list --json

      Exit codes: 0 done, 64 usage, 74 disk, 78 configuration.
      """)

  @Option(name: .long, help: "Only this account.")
  var account: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Only what arrived in this month, or year, such as 2026-11.", valueName: "month"))
  var month: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Only what is from somebody: words of a name or address.", valueName: "who"))
  var from: String?

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
      if common.quiet, !common.json { return }
      // Who and which thread is known of what was read for search; the rest the index has.
      let problem = from != nil || common.json ? SearchedArchive.catchUp(archive, common) : nil
      let listing = try ArchiveListing(
        archive, account: account, month: month, sender: from, limit: limit == 0 ? nil : limit)
      if common.json {
        try JSONOutput.printArray(of: MessageDocument.self) { try listing.forEachDocument($0) }
      } else {
        try printLines(listing)
      }
      if from != nil { try SearchedArchive.endIncomplete(problem) }
    }
  }

  private func printLines(_ listing: ArchiveListing) throws {
    let screen = Screen()
    var isEmpty = true
    try Pager.showing {
      try listing.forEachLine(width: screen.width) { line in
        isEmpty = false
        Output.line(line, isStyled: screen.isStyled)
        return !Output.isUnread
      }
      guard isEmpty else { return }
      Output.line(
        month == nil && from == nil
          ? "No messages yet: 'popkeep fetch' brings them." : "There are no such messages.")
    }
  }
}

extension Archive {
  /// Ends the command where `name` is given and the archive has no such account.
  func requireAccount(_ name: String?) throws {
    guard let name else { return }
    let names = try accountNames()
    guard !names.contains(name) else { return }
    let unknown = UnknownAccount(name, known: names)
    throw Failure(.configuration, unknown.message, hint: unknown.hint)
  }
}
