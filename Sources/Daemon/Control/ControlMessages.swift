// What the daemon and other commands of the same version say to each other: a JSON object a line, over a socket that
// only the user who runs the daemon, and root, can use.

package import Archive
package import Backup
package import Fetching
package import MailIndex

/// What a command asks of the daemon.
package enum ControlRequest: Sendable, Codable {
  /// A sync now; of no names: of all accounts that are enabled. A rehearsal changes nothing.
  case fetch(accounts: [String], isRehearsal: Bool)
  case status
  /// Notes what a verification found out about files: who works on the archive does that.
  case note(marks: [FileMark])
  /// To copy to these drives now, by names or paths; of none: to all that are attached.
  case backup(drives: [String], verifies: Bool)
  /// To read what is on a drive; a share of it, more than 0 and at most 1, or all.
  case verifyDrive(drive: String, share: Double?)
  /// To count no more on a drive.
  case forgetDrive(String)
  /// To look for drives: one was added, or is to be forgotten.
  case lookForDrives
}

/// What the daemon answers: events and reports until `done`, or one of the others.
package enum ControlAnswer: Sendable, Codable {
  case event(account: String, event: SyncEvent)
  case status(DaemonStatus)
  case refused(Problem)
  /// Something happens in a run with a drive.
  case drive(name: String, event: DriveEvent)
  /// A run with a drive has ended, or could not begin.
  case driveEnded(report: DriveReport, problem: Problem?)
  /// Every account or drive that was asked for has ended.
  case done
}

/// How a daemon and its accounts stand.
package struct DaemonStatus: Sendable, Codable {
  package let accounts: [Status]
  /// The process.
  package let process: Int32
  /// Since when it runs, in seconds since 1970 UTC.
  package let startedAt: Int64
  /// Why the configuration file is not the one that the daemon goes by; nil: it is.
  package let configurationProblem: Problem?
  package let archiveProblem: Problem?
  package let scrub: ScrubStatus?
  /// Every drive that is configured or was ever added.
  package let drives: [DriveStatus]
  /// The part of the accounts that it has, as `1/4`; nil: all.
  package let shard: String?

  package init(
    accounts: [Status], process: Int32, startedAt: Int64, configurationProblem: Problem? = nil,
    archiveProblem: Problem? = nil, scrub: ScrubStatus? = nil, drives: [DriveStatus] = [],
    shard: String? = nil
  ) {
    self.accounts = accounts
    self.process = process
    self.startedAt = startedAt
    self.configurationProblem = configurationProblem
    self.archiveProblem = archiveProblem
    self.scrub = scrub
    self.drives = drives
    self.shard = shard
  }
}

/// How the reading of all of the archive goes on.
package struct ScrubStatus: Sendable, Codable, Equatable {
  /// When the last part was read, in seconds since 1970 UTC.
  package let lastRun: Int64
  /// Files of that part, and what of them is damaged or missing.
  package let files: Int
  package let problems: Int

  /// The last scrub of an archive; nil: none yet.
  package init?(lastOf archive: Archive) throws {
    guard let row = try archive.lastScrub() else { return nil }
    lastRun = row.endedAt
    files = row.files
    problems = row.problems
  }
}
