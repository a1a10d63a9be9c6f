import Archive
import Backup
import Daemon
import Fetching
import Settings
import SystemPackage

/// Work with drives for a command: progress on the terminal, an orderly end on Ctrl-C or SIGTERM.
struct DriveWork {
  let common: SharedOptions
  let progress: ProgressLine

  init(_ common: SharedOptions) {
    self.common = common
    progress = ProgressLine(quiet: common.quiet || common.json, verbose: common.verbose)
  }

  /// Runs `body` on a thread of its own, which may block, and ends it early where a signal says so.
  func run<Result: Sendable>(
    _ body: @escaping @Sendable (_ isStopped: @escaping @Sendable () -> Bool) throws -> Result
  ) async throws -> Result {
    let stop = StopRequest()
    let threads = WorkerThreads(count: 1)
    defer {
      threads.close()
      progress.clear()
    }
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await SyncRunner.watchSignals(stop, saying: "ending after this message") }
      defer { group.cancelAll() }
      return try await withTaskExecutorPreference(threads) { try body { stop.isStopping } }
    }
  }

  /// Has a running daemon do it where one works on the archive at `path`; else opens that and does it here.
  func asking<Result>(
    _ path: String, daemon ask: (consuming ControlClient) throws -> Result,
    or body: (Archive) async throws -> Result
  ) async throws -> Result {
    let configuration = Configuration(archive: path, accounts: [])
    if let daemon = RunningDaemon.reach(configuration) { return try ask(daemon) }
    let archive: Archive
    do { archive = try ArchiveFolder.open(path, for: .writing) } catch let failure as ArchiveFailure {
      guard failure.isLocked, let daemon = try await RunningDaemon.await(configuration) else { throw failure }
      return try ask(daemon)
    }
    return try await body(archive)
  }

  /// The drives of an archive that are attached.
  static func search(_ archive: Archive) throws -> DriveSearch {
    try DriveSearch(of: archive, in: try MountTable.read())
  }

  static func drive(_ text: String, of archive: Archive) throws -> AttachedDrive {
    let path = text.contains("/") ? Environment.absolute(text) : text
    let table = try MountTable.read()
    return try DriveChoice.one(path, try DriveSearch(of: archive, in: table), of: archive, in: table)
  }

  /// Runs the hooks of drives that were not seen for long.
  static func tellSilence(of drives: [DriveSettings], in archive: Archive, by hooks: HookDesk) throws {
    guard drives.contains(where: { $0.hooks.onSilence != nil }) else { return }
    let attached = try search(archive).attached.map(\.marker.name)
    try hooks.tellSilence(ofDrives: drives, in: archive, attached: Set(attached), since: Environment.now())
  }

  static var threads: Int { min(Environment.processors, 4) }
}

extension ProgressLine {
  /// Takes an event of a drive, on any thread.
  func show(_ drive: String, _ event: DriveEvent, since started: ContinuousClock.Instant) {
    let seconds = Double(spent: ContinuousClock.now - started)
    switch event {
    case .began(let messages, let octets):
      say("\(drive): \(Quantity.count(messages, "message")) to copy (\(Quantity.octets(octets)))")
    case .reading(let messages, let total, let octets):
      status(
        "\(drive): reading \(Self.bar(Int64(messages), Int64(total))) \(Quantity.grouped(messages)) of "
          + "\(Quantity.grouped(total)), \(Quantity.octets(octets))")
    case .copying(let messages, let total, let octets, let all):
      status(
        "\(drive): \(Self.bar(octets, all)) \(Quantity.grouped(messages)) of \(Quantity.grouped(total)), "
          + Self.pace(octets, of: all, seconds: seconds))
    case .comparing(let messages, let total):
      status("\(drive): reading back \(Quantity.grouped(messages)) of \(Quantity.grouped(total))")
    case .closing: status("\(drive): copying the index, flushing")
    case .warning(let sentence): say("\(drive): \(sentence)")
    }
  }

  /// Octets, speed, time left.
  static func pace(_ octets: Int64, of all: Int64, seconds: Double) -> String {
    let done = Quantity.octets(octets)
    guard seconds >= 0.5, octets > 0 else { return done }
    let speed = Double(octets) / seconds
    let text = "\(done), \(Quantity.octets(Int64(speed)))/s"
    return all > octets ? "\(text), \(Quantity.seconds(Double(all - octets) / speed)) left" : text
  }
}
