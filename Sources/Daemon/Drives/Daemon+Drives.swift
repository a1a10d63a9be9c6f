import Archive
import Backup
import Fetching
import MailIndex
import Settings
import Synchronization

extension Daemon {
  /// Has drives looked for, as where a file system was mounted or unmounted.
  package func mountsChanged() { desk.mountsChanged() }

  /// Begins to see drives come and go; what is returned does so until it is let go of.
  func watchDrives() -> MountWatch? {
    if !desk.start() { say(.error, "no thread for drives is to be had: none is copied to", stage: "drives") }
    let watch = MountWatch { [desk] in desk.mountsChanged() }
    if watch == nil, !configuration.drives.isEmpty {
      say(
        .warning, "nothing tells what is mounted: a drive that is attached may be seen minutes later",
        stage: "drives")
    }
    return watch
  }

  /// Says what has happened to a drive, and has done what follows from it.
  func note(_ news: DriveNews) {
    switch news {
    case .attached(let sight, let lack): say(.info, DriveNote.attached(sight, lack), drive: sight.name)
    case .detached(let name): say(.info, "no longer attached", drive: name)
    case .unusable(let failure): noteFailure(Problem(failure), of: failure.drive)
    case .ended(let end): note(end)
    }
  }

  private func note(_ end: DriveEnd) {
    let (name, settings) = (end.visit.name, configuration.drive(named: end.visit.name))
    for warning in freshWarnings(DriveNote.warnings(end), of: name) { say(.warning, warning, drive: name) }
    let hasNews = end.report.copied > 0 || end.found > 0 || end.hasReadSample || !end.isByItself
    if end.problem == nil || end.report.copied > 0 {
      say(hasNews ? .info : .debug, DriveNote.ended(end, share: settings?.verify ?? 0), drive: name)
    }
    let isStopped = stopRequest.isStopping && end.problem?.kind == .tryAgain
    if !isStopped { noteFailure(end.problem, of: name) }
    if let hook = settings?.hooks.onBackup, end.visit.kind == .backup, end.report.copied > 0 || end.found > 0
    {
      hooks.noteBackup(end.report, canUnplug: end.problem == nil, by: hook)
    }
    if end.found > 0, end.problem == nil, let hook = settings?.hooks.onFailure {
      hooks.noteFailure(DriveNote.damage(end), ofDrive: name, by: hook)
    }
    if end.hasGrown { hastenWhatWaits() }
  }

  /// Says each problem of a drive once, and tells its hook where the class is another.
  private func noteFailure(_ problem: Problem?, of name: String) {
    let before = state.withLock { state in
      defer { state.driveProblems[name] = problem }
      return state.driveProblems[name]
    }
    guard let problem else { return }
    let level: LogLevel =
      before?.message == problem.message ? .debug : problem.isTemporary ? .warning : .error
    say(level, problem.description, drive: name, fields: [("class", problem.kind.rawValue)])
    if before?.kind != problem.kind, let hook = configuration.drive(named: name)?.hooks.onFailure {
      hooks.noteFailure(problem, ofDrive: name, by: hook)
    }
  }

  private func freshWarnings(_ warnings: [String], of name: String) -> [String] {
    state.withLock { state in
      let before = state.driveWarnings[name] ?? []
      state.driveWarnings[name] = warnings.isEmpty ? nil : Set(warnings)
      return warnings.filter { !before.contains($0) }
    }
  }

  /// Messages that waited for copies may leave the server now.
  private func hastenWhatWaits() {
    scheduler.hasten(
      configuration.accounts.filter { $0.enabled && $0.onServer.requireCopies > 1 }.map(\.name))
  }

  private func say(
    _ level: LogLevel, _ message: String, drive: String, fields: [(name: String, value: String)] = []
  ) {
    say(level, message, stage: "backup", fields: [("drive", drive)] + fields)
  }

  /// Does with drives what a command asks for, and shows it.
  func serve(_ order: DriveOrder, _ connection: inout Connection) throws {
    let feed = DriveFeed(order)
    desk.take(feed)
    defer { desk.close(feed) }
    while !feed.isComplete {
      if let answer = feed.next() {
        try connection.write(ControlLine.encode(answer))
      } else if connection.hasPeerGone {
        return
      }
    }
  }

  /// Counts no more on a drive.
  func forget(drive name: String) -> ControlAnswer {
    do {
      try seat.with { try DriveForgetting.forget(name, in: $0, mounted: try parts.mounts()) }
      desk.look()
      return .done
    } catch { return .refused(Problem(ofDriveWork: error)) }
  }

  /// Tells hooks of drives that were not seen for long.
  func tellSilenceOfDrives() {
    let drives = configuration.drives.filter { $0.hooks.onSilence != nil }
    guard !drives.isEmpty else { return }
    do {
      try seat.with {
        try hooks.tellSilence(ofDrives: drives, in: $0, attached: desk.attachedNames, since: startedAt)
      }
    } catch {
      // Told once the archive can be used.
      return
    }
  }
}

extension DriveNote {
  /// Damage on a drive as a problem, for who is told of problems.
  static func damage(_ end: DriveEnd) -> Problem {
    let copies = end.found == 1 ? "A copy" : "\(end.found) copies"
    return Problem(
      .badData,
      "\(copies) on the drive \"\(end.visit.name)\" \(end.found == 1 ? "was" : "were") damaged or missing.",
      hint: "What was damaged is copied again; read all of it: popkeep backup verify \(end.visit.name).")
  }
}
