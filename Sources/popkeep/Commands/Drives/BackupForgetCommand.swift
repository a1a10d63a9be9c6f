import Archive
import ArgumentParser
import Backup
import Daemon
import Fetching

struct BackupForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Count no more on a drive that is lost, broken or given away.",
    discussion: """
      Its copies count no longer, neither for "requireCopies" nor in 'popkeep status'. Nothing on the drive is changed: \
      attached again, it is one of the archive's drives again. One that is attached is not forgotten.

      Example:
        popkeep backup forget usb-red

      Exit codes: 0 done, 75 another popkeep is working on the archive, 78 there is no such drive, or it is attached.
      """)

  @Argument(help: "The drive, by name.")
  var drive: String

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      try await DriveWork(common).asking(
        try place.path(common), daemon: { daemon in try daemon.forgetDrive(drive) },
        or: { archive in try DriveForgetting.forget(drive, in: archive, mounted: try MountTable.read()) })
      if common.json { return try JSONOutput.print(ForgottenDocument(forgotten: drive)) }
      if !common.quiet { Output.line("The drive \"\(drive)\" is forgotten; what is on it stays there.") }
    }
  }
}

/// What `backup forget --json` prints.
private struct ForgottenDocument: Encodable {
  let forgotten: String
}
