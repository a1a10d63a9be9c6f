package import Backup
package import Fetching
package import Settings

/// What a daemon is put together from: where it gets its configuration, its clocks, and whom it tells.
package struct DaemonParts: Sendable {
  /// Reads the configuration anew, all of it; the daemon takes the accounts that are its own.
  package var load: @Sendable () throws -> Configuration
  /// What tells one state of the configuration file from another; nil where there is no file to watch.
  package var fileVersion: @Sendable () -> String?
  /// The part of the accounts that it takes; nil: all.
  package var shard: Shard?
  package var clock: SyncClock
  package var scheduleClock: ScheduleClock
  package var log: Log
  package var supervisor: Supervisor
  package var environment: [String: String]
  /// The program's version, as a metric tells it.
  package var version: String
  /// What all that happens by chance follows from.
  package var seed: UInt64
  /// Processors for what is not a sync.
  package var process: Int32
  /// What is mounted.
  package var mounts: @Sendable () throws -> [MountedFileSystem]

  package init(
    load: @escaping @Sendable () throws -> Configuration, fileVersion: @escaping @Sendable () -> String?,
    shard: Shard? = nil, clock: SyncClock, scheduleClock: ScheduleClock, log: Log, supervisor: Supervisor,
    environment: [String: String], version: String, seed: UInt64, process: Int32,
    mounts: @escaping @Sendable () throws -> [MountedFileSystem] = { try MountTable.read() }
  ) {
    self.load = load
    self.fileVersion = fileVersion
    self.shard = shard
    self.clock = clock
    self.scheduleClock = scheduleClock
    self.log = log
    self.supervisor = supervisor
    self.environment = environment
    self.version = version
    self.seed = seed
    self.process = process
    self.mounts = mounts
  }

  /// The configuration as it is for this daemon.
  func configuration() throws -> Configuration {
    var configuration = try load()
    if let shard { configuration.accounts.removeAll { !shard.holds($0.name) } }
    return configuration
  }
}
