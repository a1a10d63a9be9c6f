import Archive
import Backup
import Daemon
import Fetching
import Settings

/// How the accounts stand, as a running daemon tells, or else as the index does.
struct StatusReading {
  let accounts: [Status]
  /// Nil where no daemon answered.
  let daemon: DaemonStatus?
  let scrub: ScrubStatus?
  let drives: [DriveStatus]

  static func read(_ common: SharedOptions, _ part: ShardOptions) throws -> StatusReading {
    let configuration: Configuration
    do { configuration = part.applied(to: try common.load()) } catch {
      // A daemon goes by the one before it, and says so.
      let archive =
        part.archive.map(Environment.absolute)
        ?? BrokenConfiguration.archive(file: common.configPath, home: Environment.home)
      guard let archive, let status = try askDaemon(Configuration(archive: archive, accounts: [])) else {
        throw error
      }
      return StatusReading(status)
    }
    if let status = try askDaemon(configuration) {
      return StatusReading(status)
    }
    let archive = try ArchiveFolder.open(configuration.archive, for: .reading)
    return StatusReading(
      accounts: try Status.of(configuration.accounts, in: archive), daemon: nil,
      scrub: try ScrubStatus(lastOf: archive),
      drives: try DriveStatus.of(
        archive, configured: configuration.drives.map(\.name), in: MountTable.read()))
  }

  /// The same of the accounts of these names alone; of no names: of all.
  func of(_ names: [String]) throws -> StatusReading {
    guard !names.isEmpty else { return self }
    if let unknown = names.first(where: { name in !accounts.contains { $0.name == name } }) {
      let known = accounts.map(\.name).joined(separator: ", ")
      throw Failure(
        .configuration, "There is no account \"\(unknown)\".",
        hint: "There \(accounts.count == 1 ? "is" : "are"): \(known.isEmpty ? "none" : known).")
    }
    return StatusReading(
      accounts: accounts.filter { names.contains($0.name) }, daemon: daemon, scrub: scrub, drives: drives)
  }

  private static func askDaemon(_ configuration: Configuration) throws -> DaemonStatus? {
    guard var client = RunningDaemon.reach(configuration) else { return nil }
    do { return try client.status() } catch let problem as Problem where problem.kind == .tryAgain {
      // It has just ended.
      return nil
    }
  }
}

extension StatusReading {
  private init(_ status: DaemonStatus) {
    self.init(accounts: status.accounts, daemon: status, scrub: status.scrub, drives: status.drives)
  }
}
