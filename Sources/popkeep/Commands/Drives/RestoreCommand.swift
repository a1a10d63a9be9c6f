import Archive
import ArgumentParser
import Backup
import Fetching
import Settings
import SystemPackage

struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Bring mail back from a drive, octet for octet.",
    discussion: """
      Into a new archive, an empty one, or one that has mail already: what is there is not brought twice. The copy of the \
      index on the drive adds what only it knows; where it is damaged, the files alone are enough. Nothing is downloaded \
      again afterwards that was fetched before. Restored mail counts as read.

      Examples:
        popkeep restore /media/usb --to ~/Mail/popkeep --create
        popkeep restore usb-red              into the archive of the configuration

      Exit codes: 0 done, 65 files on the drive are damaged and were left out, 73 cannot create, 74 disk, 75 another \
      popkeep is working on the archive, 78 there is no such drive, or no archive.
      """)

  @Argument(help: "The drive: where it is mounted, a copy's folder on it, or its name.")
  var drive: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The archive to restore into (default: the one that the configuration names).", valueName: "dir"))
  var to: String?

  @Flag(name: .long, help: "Make the archive where there is none.")
  var create = false

  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let configuration = to == nil ? try common.load() : nil
      let path = to.map(Environment.absolute) ?? configuration?.archive ?? ""
      let table = try MountTable.read()
      // On a machine that has nothing else, the drive is found before anything is made.
      let source = try RestoreSource.find(
        drive.contains("/") ? Environment.absolute(drive) : drive, knownTo: knowing(path), in: table)
      if !Archive.isArchive(FilePath(path)) {
        guard create else {
          throw Failure(
            .configuration, "There is no archive at \(path).",
            hint: "If it is on a drive, attach and mount it; --create makes a new one there.")
        }
        try Archive.create(at: FilePath(path), id: source.marker.archive)
      }
      try await restore(source, to: try ArchiveFolder.open(path, for: .writing), configuration)
    }
  }

  /// The archives that may know the drive by its name: that one, and the one of a configuration, if there is any.
  private func knowing(_ path: String) -> [String] {
    do { return [path, try common.load().archive] } catch { return [path] }
  }

  private func restore(
    _ drive: AttachedDrive, to archive: Archive, _ configuration: Configuration?
  ) async throws {
    let work = DriveWork(common)
    let progress = work.progress
    let started = ContinuousClock.now
    let partitions = Dictionary(
      (configuration?.accounts ?? []).map { ($0.name, $0.archiveOptions) },
      uniquingKeysWith: { first, _ in first })
    let summary = try await work.run { isStopped in
      try Restoration(
        archive, from: drive, options: { partitions[$0] ?? AccountOptions() }, now: { Environment.now() },
        isStopped: isStopped, observe: { progress.show(drive.marker.name, $0, since: started) }
      ).run()
    }
    try show(summary, archive, Double(spent: ContinuousClock.now - started))
  }

  private func show(_ summary: RestoreSummary, _ archive: Archive, _ seconds: Double) throws {
    if common.json {
      try JSONOutput.print(RestoreDocument(summary, seconds))
    } else if !common.quiet {
      let known = summary.known > 0 ? ", \(Quantity.grouped(summary.known)) here already" : ""
      Output.line(
        "\(Quantity.count(summary.restored, "message")) (\(Quantity.octets(summary.octets))) of "
          + "\(Quantity.count(summary.accounts, "account")) restored into \(archive.root.string) in "
          + "\(Quantity.seconds(seconds))\(known)")
      if !summary.hasSnapshot {
        Output.line("The copy of the index could not be read; the files' names say what was fetched.")
      }
    }
    for file in summary.damaged.prefix(100) {
      Output.error("\(file) on the drive is not what was written there, and was left out.")
    }
    if !summary.damaged.isEmpty { throw ExitCode(Problem.Class.badData.exitCode) }
  }
}

extension Account {
  /// How its mail is laid down.
  var archiveOptions: AccountOptions {
    let partition: AccountOptions.Partition =
      switch self.partition {
      case .none: .none
      case .year: .year
      case .month: .month
      }
    return AccountOptions(partition: partition, markRead: markRead)
  }
}

/// What `restore --json` prints.
private struct RestoreDocument: Encodable {
  let accounts: Int
  let restored: Int
  let bytes: Int64
  let known: Int
  let damaged: [String]
  let index: Bool
  let seconds: Double

  init(_ summary: RestoreSummary, _ seconds: Double) {
    accounts = summary.accounts
    restored = summary.restored
    bytes = summary.octets
    known = summary.known
    damaged = summary.damaged
    index = summary.hasSnapshot
    self.seconds = seconds
  }
}
