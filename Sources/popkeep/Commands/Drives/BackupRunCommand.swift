import Archive
import ArgumentParser
import Backup
import Daemon
import Fetching
import Settings
import SystemPackage

struct BackupRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Copy what is new to every drive attached; what 'popkeep backup' does.",
    discussion: """
      Each message is read back from the drive and compared before it counts. What was copied stays, whatever ends the \
      run, and the next goes on from there. A drive that is not as popkeep left it is looked through first.

      Examples:
        popkeep backup
        popkeep backup usb-red
        popkeep backup /media/usb --no-verify

      Exit codes: 0 all is copied and the drive can be unplugged, 65 messages are damaged, 74 a drive is full, cannot \
      be written to, or was pulled, 75 no drive is attached, or try again later, 78 there is no such drive.
      """)

  @Argument(help: "Drives, by name or path (default: all that are attached).")
  var drives: [String] = []

  @Flag(name: .long, inversion: .prefixedNo, help: "Read back what is copied, and compare it.")
  var verify = true

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func run() async throws {
    try await endingWithExitCode {
      let path = try place.path(common)
      try show(
        try await DriveWork(common).asking(path, daemon: askDaemon, or: backUp))
    }
  }

  /// Has a running daemon do it: two programs never work on an archive at a time.
  private func askDaemon(_ daemon: consuming ControlClient) throws -> [DriveOutcome] {
    let progress = DriveWork(common).progress
    progress.detail("the running daemon copies")
    let started = ContinuousClock.now
    let names = drives.map { $0.contains("/") ? Environment.absolute($0) : $0 }
    defer { progress.clear() }
    return try daemon.backup(names, verifies: verify) { progress.show($0, $1, since: started) }
      .map { DriveOutcome(report: $0.report, problem: $0.problem) }
  }

  private func backUp(_ archive: Archive) async throws -> [DriveOutcome] {
    let work = DriveWork(common)
    let (chosen, failures) = try choose(archive)
    let options = BackupOptions(verifies: verify, threads: DriveWork.threads)
    let progress = work.progress
    let outcomes = try await work.run { isStopped in
      chosen.map { drive in
        Self.back(up: archive, to: drive, options, progress, isStopped)
      }
    }
    if place.archive == nil { DriveHookRun(try common.load(), archive).tell(outcomes + failures) }
    return outcomes + failures
  }

  private func choose(_ archive: Archive) throws -> (drives: [AttachedDrive], failures: [DriveOutcome]) {
    guard drives.isEmpty else { return (try drives.map { try DriveWork.drive($0, of: archive) }, []) }
    let search = try DriveWork.search(archive)
    let (found, failures) = try DriveChoice.all(search, of: archive)
    if found.isEmpty, failures.isEmpty {
      guard let first = search.known.first else { throw DriveFailure(.none, "") }
      guard search.known.count > 1 else { throw DriveFailure(.away, first.name) }
      throw Failure(
        .tryAgain,
        "No drive is attached: \(search.known.map(\.name).sorted().joined(separator: ", ")) are away.",
        hint: "Attach and mount one, then run popkeep backup again.")
    }
    return (found, failures.map { DriveOutcome(report: DriveReport(name: $0.drive), problem: Problem($0)) })
  }

  private static func back(
    up archive: Archive, to drive: AttachedDrive, _ options: BackupOptions, _ progress: ProgressLine,
    _ isStopped: @escaping @Sendable () -> Bool
  ) -> DriveOutcome {
    let name = drive.marker.name
    let started = ContinuousClock.now
    var report = DriveReport(name: name, id: drive.marker.id, path: drive.folder.path.string)
    var problem: Problem?
    do {
      let run = try BackupRun(
        archive, drive, options, now: { Environment.now() }, isStopped: isStopped,
        observe: { progress.show(name, $0, since: started) })
      do { try run.run() } catch { problem = Problem(ofDriveWork: error) }
      report = run.report
    } catch { problem = Problem(ofDriveWork: error) }
    report.seconds = Double(spent: ContinuousClock.now - started)
    progress.clear()
    return DriveOutcome(report: report, problem: problem)
  }

  private func show(_ outcomes: [DriveOutcome]) throws {
    if common.json { try JSONOutput.print(DriveReportDocument(outcomes)) }
    for outcome in outcomes {
      if common.json {
        if let problem = outcome.problem { Output.error("\(outcome.report.name): \(problem)") }
      } else {
        DriveReportText(outcome, common).showBackup()
      }
    }
    if let gravest = Problem.gravest(outcomes.compactMap(\.gravest)) { throw ExitCode(gravest.kind.exitCode) }
  }
}
