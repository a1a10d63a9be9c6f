import Archive
import ArgumentParser
import Settings

/// Which archive a command reads.
struct ArchiveOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The archive (default: the one that the configuration names).", valueName: "dir"))
  var archive: String?

  /// The archive's folder, from the option or the configuration.
  func path(_ common: SharedOptions) throws -> String {
    if let archive { return Environment.absolute(archive) }
    return try common.load().archive
  }

  func open(for access: Archive.Access, _ common: SharedOptions) throws -> Archive {
    try ArchiveFolder.open(try path(common), for: access)
  }
}

extension Double {
  /// Seconds of a duration.
  init(spent duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = Double(seconds) + Double(attoseconds) / 1e18
  }
}
