package import Archive
package import Backup
package import Fetching
import MailIndex
import Settings
import SystemPackage

/// How one drive stands: whether it is there, and what it does not have yet. Times are in seconds since 1970 UTC.
package struct DriveStatus: Sendable, Codable {
  package let name: String
  /// What its marker says; nil: no drive of this name was ever added.
  package let id: String?
  /// Where its copy is; nil: it is not attached.
  package let path: String?
  package let lastSeen: Int64?
  package let lastBackup: Int64?
  /// When all of it was read last.
  package let lastVerified: Int64?
  /// Messages that are to be copied to it, and their octets.
  package let lacking: Int
  package let lackingOctets: Int64
  /// Since when the first of them is lacking; nil: none is.
  package let lackingSince: Int64?
  /// Copies that were not read back.
  package let unverified: Int
  /// Copies that were found damaged or missing, and are to be made again.
  package let damaged: Int
  /// How far the run with it is; nil: none goes on, or nobody knows.
  package let progress: DriveEvent?
  /// Why it cannot be used, or the last run with it failed.
  package let problem: Problem?

  package var isAttached: Bool { path != nil }

  /// How it is just now, as far as somebody knows.
  struct Now {
    var path: String?
    var progress: DriveEvent?
    var problem: Problem?
  }

  init(name: String, _ standing: DriveStanding?, _ lack: DriveLack, _ now: Now) {
    let row = standing?.row
    self.name = name
    id = standing?.id
    path = now.path
    (lastSeen, lastBackup, lastVerified) = (row?.lastSeen, row?.lastBackup, row?.lastVerified)
    (lacking, lackingOctets, lackingSince) = (lack.messages, lack.octets, lack.since)
    unverified = lack.unverified
    damaged = lack.damaged + lack.missing
    (progress, problem) = (now.progress, now.problem)
  }

  /// Every drive that was ever added or is named in the configuration, by name, without a daemon.
  ///
  /// - Parameters:
  ///   - names: those of the configuration.
  ///   - table: what is mounted.
  package static func of(
    _ archive: Archive, configured names: [String], in table: [MountedFileSystem]
  ) throws -> [DriveStatus] {
    guard try !names.isEmpty || !DriveStanding.all(of: archive).isEmpty else { return [] }
    let (drives, failures) = try DriveChoice.all(DriveSearch(of: archive, in: table), of: archive)
    return try of(
      archive, configured: names, lack: { try $0.lack(in: archive) },
      now: { name, id in
        Now(
          path: drives.first { $0.marker.id == id }?.folder.path.string,
          problem: failures.first { $0.drive == name }.map(Problem.init))
      })
  }

  /// - Parameter now: how the drive of this name and id is just now.
  static func of(
    _ archive: Archive, configured names: [String], lack: (DriveStanding) throws -> DriveLack,
    now: (_ name: String, _ id: String?) -> Now
  ) throws -> [DriveStatus] {
    let standings = try DriveStanding.all(of: archive)
    let known = try standings.map {
      DriveStatus(name: $0.name, $0, try lack($0), now($0.name, $0.id))
    }
    let missing = Set(names).subtracting(standings.map(\.name))
    // What was never added lacks all; to sum that up is left to the day when it is.
    let others = missing.map { DriveStatus(name: $0, nil, DriveLack(), now($0, nil)) }
    return (known + others).sorted { ($0.name, $0.id ?? "") < ($1.name, $1.id ?? "") }
  }
}
