import Daemon
import Fetching

/// What `status --json` prints: times in RFC 3339, null for what is not known.
struct StatusDocument: Encodable {
  let accounts: [StatusRow]
  let daemon: DaemonRow?
  let scrub: ScrubRow?
  let drives: [DriveRow]

  init(_ reading: StatusReading) {
    accounts = reading.accounts.map(StatusRow.init)
    daemon = reading.daemon.map(DaemonRow.init)
    scrub = reading.scrub.map(ScrubRow.init)
    drives = reading.drives.map(DriveRow.init)
  }

  private enum Keys: String, CodingKey { case accounts, daemon, scrub, drives }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(accounts, forKey: .accounts)
    // Null where there is none, not left out.
    try object.encode(daemon, forKey: .daemon)
    try object.encode(scrub, forKey: .scrub)
    try object.encode(drives, forKey: .drives)
  }
}

struct StatusRow: Encodable {
  private let status: Status

  init(_ status: Status) { self.status = status }

  private enum Keys: String, CodingKey {
    case name, state, lastRun, lastSuccess, nextRun, errorsInARow, stored, bytes, onServer, backlog, setAside
    case damaged, lastError
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(status.name, forKey: .name)
    try object.encode(status.state.rawValue, forKey: .state)
    try object.encode(status.lastRun.map(Timestamp.text), forKey: .lastRun)
    try object.encode(status.lastSuccess.map(Timestamp.text), forKey: .lastSuccess)
    try object.encode(status.nextRun.map(Timestamp.text), forKey: .nextRun)
    try object.encode(status.errorsInARow, forKey: .errorsInARow)
    try object.encode(status.stored, forKey: .stored)
    try object.encode(status.storedOctets, forKey: .bytes)
    try object.encode(status.onServer, forKey: .onServer)
    try object.encode(status.backlog, forKey: .backlog)
    try object.encode(status.setAside, forKey: .setAside)
    try object.encode(status.damaged, forKey: .damaged)
    try object.encode(status.lastError.map(ProblemRow.init), forKey: .lastError)
  }
}

/// The daemon in `status --json`; null where none runs.
struct DaemonRow: Encodable {
  private let status: DaemonStatus

  init(_ status: DaemonStatus) { self.status = status }

  private enum Keys: String, CodingKey { case pid, since, shard, configurationError, archiveError }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(status.process, forKey: .pid)
    try object.encode(Timestamp.text(status.startedAt), forKey: .since)
    try object.encode(status.shard, forKey: .shard)
    try object.encode(status.configurationProblem.map(ProblemRow.init), forKey: .configurationError)
    try object.encode(status.archiveProblem.map(ProblemRow.init), forKey: .archiveError)
  }
}

/// The last scrub in `status --json`; null before the first.
struct ScrubRow: Encodable {
  let lastRun: String
  let files: Int
  let problems: Int

  init(_ scrub: ScrubStatus) {
    lastRun = Timestamp.text(scrub.lastRun)
    files = scrub.files
    problems = scrub.problems
  }
}
