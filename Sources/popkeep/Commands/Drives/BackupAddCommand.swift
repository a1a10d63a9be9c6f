import Archive
import ArgumentParser
import Backup
import Daemon
import Fetching
import Settings
import SystemPackage

struct BackupAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Make a mounted drive one that the archive is copied to.",
    discussion: """
      Makes a folder and its marker on the drive, and finds out what its file system can do. Nothing that is there \
      already is changed. A disk of the system, and a mount point that nothing is mounted at, are refused.

      Examples:
        popkeep backup add /media/usb
        popkeep backup add /media/usb --name usb-red
        popkeep backup add /srv/second-copy --even-here

      Exit codes: 0 done, also where it was one before, 74 the drive cannot be written to, 78 it cannot be one.
      """)

  @Argument(help: ArgumentHelp("Where the drive is mounted, or a folder on it.", valueName: "path"))
  var path: String

  @Option(name: .long, help: "What the drive is called (default: as its folder).")
  var name: String?

  @Flag(name: .long, help: "Also on a disk of the system, or on that of the archive.")
  var evenHere = false

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let archive = try place.open(for: .reading, common)
      let addition = DriveAddition(to: archive, in: try MountTable.read())
      let configured = place.archive == nil ? try common.load().drives.map(\.name) : []
      let result = try addition.add(
        Environment.absolute(path), named: name, evenHere: evenHere, suggested: configured)
      try tellDaemon()
      let marker = result.drive.marker
      // A daemon looks for it at once.
      if var daemon = RunningDaemon.reach(Configuration(archive: archive.root.string, accounts: [])) {
        try daemon.lookForDrives()
      }
      if common.json { return try JSONOutput.print(DriveDocument(result)) }
      guard !common.quiet else { return }
      let folder = result.drive.folder
      Output.line(
        result.isNew
          ? "\(path) is the drive \"\(marker.name)\" now: \(folder.system.type), \(Quantity.octets(result.free)) of "
            + "\(Quantity.octets(result.total)) free." : "\(path) is the drive \"\(marker.name)\" already.")
      Output.line("Its copy is \(folder.path.string).")
      Output.line("Copy the archive there: popkeep backup \(marker.name)")
      guard place.archive == nil, !configured.contains(marker.name) else { return }
      Output.line(
        "For a daemon to do so whenever it is attached: \"drives\": [{\"name\": \"\(marker.name)\", \"backup\": "
          + "\"whenAttached\"}]")
    }
  }

  /// Nothing was mounted just now that would tell it.
  private func tellDaemon() throws {
    let configuration = Configuration(archive: try place.path(common), accounts: [])
    if var daemon = RunningDaemon.reach(configuration) { try daemon.lookForDrives() }
  }
}

/// What `backup add --json` prints.
private struct DriveDocument: Encodable {
  let name: String
  let id: String
  let path: String
  let fileSystem: String
  let free: Int64
  let total: Int64
  let isNew: Bool

  init(_ result: DriveAddition.Result) {
    name = result.drive.marker.name
    id = result.drive.marker.id
    path = result.drive.folder.path.string
    fileSystem = result.drive.folder.system.type
    free = result.free
    total = result.total
    isNew = result.isNew
  }
}
