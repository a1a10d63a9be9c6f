import Archive
import ArgumentParser
import Fetching
import Reading
import SystemPackage

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Copy messages out of the archive, octet for octet as the server sent them.",
    discussion: """
      Examples:
        popkeep export --to ~/mail-as-files
        popkeep export --account home --to /media/usb/home
        popkeep export --mbox ~/mail.mbox       one mbox file (mboxrd)
        popkeep export --maildir ~/Maildirs     a Maildir an account, with flags
        popkeep export from:alice --to ~/alice  what a search finds

      A file that is there already is never overwritten.

      Exit codes: 0 done, 64 usage, 65 a message in the archive is damaged or missing, 73 cannot create, 74 disk, 75 messages \
      could not be looked at, 78 configuration.
      """)

  @Argument(
    parsing: .remaining,
    help: ArgumentHelp("What to export, as in a search (default: everything).", valueName: "query"))
  var query: [QueryArgument] = []

  @Option(name: .long, help: ArgumentHelp("A folder for one .eml a message.", valueName: "dir"))
  var to: String?

  @Option(name: .long, help: ArgumentHelp("A new file for all messages.", valueName: "file"))
  var mbox: String?

  @Option(name: .long, help: ArgumentHelp("A folder for one Maildir an account.", valueName: "dir"))
  var maildir: String?

  @Option(name: .long, help: "Only this account.")
  var account: String?

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func validate() throws {
    if to == "" || mbox == "" || maildir == "" {
      throw ValidationError("Where to is empty: name a folder or a file.")
    }
    guard [to, mbox, maildir].compactMap(\.self).count == 1 else {
      throw ValidationError("Say where to: --to DIR, --mbox FILE or --maildir DIR.")
    }
  }

  func run() async throws {
    try await endingWithExitCode {
      let archive = try place.open(for: .reading, common)
      try archive.requireAccount(account)
      let selection = try selection(archive)
      let problem = query.isEmpty ? nil : SearchedArchive.catchUp(archive, common)
      let summary = try export(archive, selection)
      if common.json {
        try JSONOutput.print(
          ExportDocument(
            written: summary.written, skipped: summary.skipped, octets: summary.octets,
            damaged: summary.damaged))
      } else if !common.quiet {
        let skipped = summary.skipped > 0 ? ", \(Quantity.grouped(summary.skipped)) there already" : ""
        Output.line(
          "\(Quantity.count(summary.written, "message")) (\(Quantity.octets(summary.octets))) exported\(skipped)"
        )
      }
      let missing = Set(summary.missing)
      for file in summary.damaged {
        let loss = missing.contains(file) ? "missing" : "not what was fetched"
        Output.error("\(file) is \(loss) and was not exported. Run 'popkeep verify'.")
      }
      if let problem {
        Output.note(
          "Messages that were not read for search were not exported: export again, what is there is skipped.")
        try SearchedArchive.endIncomplete(problem)
      }
      if !summary.damaged.isEmpty { throw ExitCode(Problem.Class.badData.exitCode) }
    }
  }

  private func selection(_ archive: Archive) throws -> ExportSelection {
    guard !query.isEmpty else { return ExportSelection(account: account) }
    return ExportSelection(
      account: account,
      query: try QueryReader.read(
        words: query.map(\.text), now: Environment.now(), accounts: archive.accountNames()))
  }

  private func export(_ archive: Archive, _ selection: ExportSelection) throws -> ExportSummary {
    if let to { return try Export.files(of: archive, selection, to: FilePath(Environment.absolute(to))) }
    if let maildir {
      return try Export.maildirs(of: archive, selection, to: FilePath(Environment.absolute(maildir)))
    }
    return try Export.mbox(of: archive, selection, to: FilePath(Environment.absolute(mbox ?? "")))
  }
}

/// What `export --json` prints.
private struct ExportDocument: Encodable {
  let written: Int
  let skipped: Int
  let octets: Int64
  let damaged: [String]
}
