// What the daemon and other commands of the same version say to each other: a JSON object a line, over a socket that
// only the user who runs the daemon, and root, can use.

package import Archive
package import Fetching
package import MailIndex

/// What a command asks of the daemon.
package enum ControlRequest: Sendable, Codable {
  /// A sync now; of no names: of all accounts that are enabled. A rehearsal changes nothing.
  case fetch(accounts: [String], isRehearsal: Bool)
  case status
  /// Notes what a verification found out about files: who works on the archive does that.
  case note(marks: [FileMark])
}

/// What the daemon answers: events and reports until `done`, or one of the others.
package enum ControlAnswer: Sendable, Codable {
  case event(account: String, event: SyncEvent)
  case status(DaemonStatus)
  case refused(Problem)
  /// Every account that was asked for has ended.
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
  /// The part of the accounts that it has, as `1/4`; nil: all.
  package let shard: String?

  package init(
    accounts: [Status], process: Int32, startedAt: Int64, configurationProblem: Problem? = nil,
    archiveProblem: Problem? = nil, scrub: ScrubStatus? = nil, shard: String? = nil
  ) {
    self.accounts = accounts
    self.process = process
    self.startedAt = startedAt
    self.configurationProblem = configurationProblem
    self.archiveProblem = archiveProblem
    self.scrub = scrub
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
