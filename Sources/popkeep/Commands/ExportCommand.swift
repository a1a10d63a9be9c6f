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

      A file that is there already is never overwritten.

      Exit codes: 0 done, 65 a message in the archive is damaged, 73 cannot create, 74 disk, 78 configuration.
      """)

  @Option(name: .long, help: ArgumentHelp("A folder for one .eml a message.", valueName: "dir"))
  var to: String?

  @Option(name: .long, help: ArgumentHelp("A new file for all messages.", valueName: "file"))
  var mbox: String?

  @Option(name: .long, help: "Only this account.")
  var account: String?

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func validate() throws {
    if to == "" || mbox == "" { throw ValidationError("Where to is empty: name a folder or a file.") }
    if (to == nil) == (mbox == nil) { throw ValidationError("Say where to: --to DIR or --mbox FILE.") }
  }

  func run() async throws {
    try await endingWithExitCode {
      let archive = try place.open(for: .reading, common)
      try archive.requireAccount(account)
      let summary = try export(archive)
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
      for file in summary.damaged {
        Output.error("\(file) is not what was fetched and was not exported. Run 'popkeep verify'.")
      }
      if !summary.damaged.isEmpty { throw ExitCode(Problem.Class.badData.exitCode) }
    }
  }

  private func export(_ archive: Archive) throws -> ExportSummary {
    if let to {
      return try Export.files(of: archive, account: account, to: FilePath(Environment.absolute(to)))
    }
    return try Export.mbox(
      of: archive, account: account, to: FilePath(Environment.absolute(mbox ?? "")))
  }
}

/// What `export --json` prints.
private struct ExportDocument: Encodable {
  let written: Int
  let skipped: Int
  let octets: Int64
  let damaged: [String]
}
