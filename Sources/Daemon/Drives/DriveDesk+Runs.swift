import Archive
import Backup
import Fetching
import MailIndex
import Settings
import Synchronization
import SystemPackage

extension DriveDesk {
  /// Visits the drives that are due, one after the other, until none is or somebody asks for something.
  func visitWhatIsDue() {
    repeat {
      do {
        guard let end = try visitNext() else { return }
        conclude(end)
      } catch {
        // The archive is the trouble, and is told of elsewhere; or the mount table, which the next look reads.
        return
      }
      // Without another look where nothing is due: who was told that a drive can be unplugged may be doing it.
    } while state.withLock { [now = parts.elapsed()] in
      !$0.isStopping && $0.orders.isEmpty && $0.plan.due(now) != nil
    }
  }

  /// What is held open of the drive is let go of before this returns.
  private func visitNext() throws -> DriveEnd? {
    // A change of what is mounted is no reason to let go of the archive, nor to open it: once it is open, the desk is told.
    try parts.seat.withOpen { archive -> DriveEnd? in
      guard try isNeeded(archive), let (drive, reads) = try dueDrive(in: archive) else { return nil }
      let share = parts.settings().first { $0.name == drive.marker.name }?.verify ?? 0
      let sample = reads ? Sample(share: Double(share) / 100, seed: parts.now()) : nil
      var end = backUp(drive, in: archive, verifies: true, sample: sample)
      end.hasReadSample = reads
      end.isByItself = true
      return end
    } ?? nil
  }

  /// The drive that is due first. Of the others nothing is held open while it is copied to.
  private func dueDrive(in archive: Archive) throws -> (drive: AttachedDrive, reads: Bool)? {
    let drives = try find(in: archive).drives
    let elapsed = parts.elapsed()
    guard let due = state.withLock({ $0.plan.due(elapsed) }),
      let drive = drives.first(where: { $0.marker.id == due.id })
    else { return nil }
    return (drive, due.reads)
  }

  /// False where nobody has drives: then nobody has to look for any.
  private func isNeeded(_ archive: Archive) throws -> Bool {
    try !parts.settings().isEmpty || state.withLock { !$0.attached.isEmpty } || !archive.drivesNoted().isEmpty
  }

  /// Does what somebody asked for.
  func carryOut(_ feed: DriveFeed) {
    state.withLock { $0.serving = feed }
    defer { state.withLock { $0.serving = nil } }
    do {
      switch feed.order {
      case .backup(let names, let verifies):
        for name in try names.isEmpty ? attached(feed) : names { backUp(name, verifies: verifies, for: feed) }
      case .verification(let name, let share): conclude(try verify(name, share: share))
      }
      feed.close()
    } catch { feed.close(Problem(ofDriveWork: error)) }
  }

  /// The ids of the drives that are attached; those that cannot be used are told of.
  private func attached(_ feed: DriveFeed) throws -> [String] {
    let (ids, failures, known) = try parts.seat.with { archive in
      let found = try find(in: archive)
      let failures = try DriveChoice.all(found.search, of: archive).failures
      return (found.drives.map(\.marker.id), failures, found.search.known.map(\.name))
    }
    for failure in failures { feed.end(DriveReport(name: failure.drive), Problem(failure)) }
    if ids.isEmpty, failures.isEmpty {
      guard !known.isEmpty else { throw DriveFailure(.none, "") }
      throw Problem(
        .tryAgain, "No drive is attached.",
        hint:
          "Attach and mount \(known.count == 1 ? known[0] : "one of \(known.sorted().joined(separator: ", "))").",
        temporary: true)
    }
    return ids
  }

  private func backUp(_ name: String, verifies: Bool, for feed: DriveFeed) {
    do {
      let end = try parts.seat.with { archive -> DriveEnd? in
        let drive = try self.drive(name, in: archive)
        // One that went on when it was asked for is the answer.
        if feed.hasEnded(drive.marker.id) { return nil }
        return backUp(drive, in: archive, verifies: verifies, sample: nil)
      }
      if let end { conclude(end) }
    } catch { feed.end(DriveReport(name: name), Problem(ofDriveWork: error)) }
  }

  /// - Parameter name: the drive's name, path or id.
  private func drive(_ name: String, in archive: Archive) throws -> AttachedDrive {
    let (search, drives, table) = try find(in: archive)
    return try drives.first { $0.marker.id == name } ?? DriveChoice.one(name, search, of: archive, in: table)
  }

  private func backUp(
    _ drive: AttachedDrive, in archive: Archive, verifies: Bool, sample: Sample?
  ) -> DriveEnd {
    let visit = DriveVisit(.backup, drive)
    begin(visit)
    let started = parts.elapsed()
    var end = DriveRound(
      archive: archive, drive: drive, verifies: verifies, sample: sample, now: parts.now,
      isStopped: { [self] in isToEnd }, observe: { [self] in show($0, of: visit) }
    ).run()
    end.report.seconds = (parts.elapsed() - started).inSeconds
    return DriveEnd(
      visit: visit, report: end.report, problem: end.failure.map { problem($0, of: visit) }, found: end.found,
      read: end.read, hasGrown: end.hasGrown)
  }

  private func verify(_ name: String, share: Double?) throws -> DriveEnd {
    try parts.seat.with { archive in
      let drive = try self.drive(name, in: archive)
      let visit = DriveVisit(.verification, drive)
      begin(visit)
      let started = parts.elapsed()
      let sample = share.flatMap { Sample(share: $0, seed: parts.now()) }
      do {
        var report = try DriveVerification(
          archive, drive, sample: sample, threads: 2, now: parts.now, isStopped: { [self] in isToEnd },
          observe: { [self] in show($0, of: visit) }
        ).run()
        report.seconds = (parts.elapsed() - started).inSeconds
        return DriveEnd(
          visit: visit, report: report, problem: nil, found: report.damaged + report.missingThere,
          read: report.verified)
      } catch {
        let report = DriveReport(name: visit.name, id: visit.id, path: visit.path)
        return DriveEnd(visit: visit, report: report, problem: problem(error, of: visit))
      }
    }
  }

  private var isToEnd: Bool { state.withLock { $0.isStopping || $0.isCut } || parts.seat.isToBeLeft }

  private func begin(_ visit: DriveVisit) {
    state.withLock { state in
      (state.visit, state.progress, state.isCut) = (visit, nil, false)
    }
  }

  private func show(_ event: DriveEvent, of visit: DriveVisit) {
    let feeds = state.withLock { state in
      state.progress = event
      return state.feeds(of: visit)
    }
    for feed in feeds { feed.show(visit, event) }
  }

  /// A run that was ended because the drive is gone has failed for that.
  private func problem(_ error: any Error, of visit: DriveVisit) -> Problem {
    let isCut = state.withLock { $0.isCut }
    if isCut, (error as? DriveFailure)?.code == .stopped { return Problem(DriveFailure(.away, visit.name)) }
    return Problem(ofDriveWork: error)
  }

  /// Takes the end of a run, once nothing of the drive is held open any more.
  private func conclude(_ end: DriveEnd) {
    let (visit, now, isLeft) = (end.visit, parts.elapsed(), parts.seat.isToBeLeft)
    let feeds = state.withLock { state in
      defer { (state.visit, state.progress, state.isCut) = (nil, nil, false) }
      state.lacks.forget()
      // Ended for the archive's sake it goes on as soon as that is opened anew.
      let isInterrupted = isLeft && end.problem?.kind == .tryAgain && !state.isCut
      if end.visit.kind == .backup, isInterrupted {
        state.plan.urge(visit.id)
      } else if end.visit.kind == .backup {
        state.plan.ended(visit.id, hasRead: end.hasReadSample, isFailure: end.problem != nil, now)
      } else if end.found > 0 {
        state.plan.urge(visit.id)
      }
      if !state.isStopping { state.problems[visit.name] = end.problem }
      return state.feeds(of: visit)
    }
    for feed in feeds { feed.end(end.report, end.problem) }
    parts.tell(.ended(end))
  }
}

extension DriveDesk.State {
  /// Who is shown the run.
  fileprivate func feeds(of visit: DriveVisit) -> [DriveFeed] {
    feeds.filter { $0 === serving || $0.order.isAnswered(by: visit) }
  }
}

extension DriveVisit {
  init(_ kind: Kind, _ drive: AttachedDrive) {
    self.init(
      kind: kind, id: drive.marker.id, name: drive.marker.name, path: drive.folder.path.string,
      mount: drive.folder.system.path)
  }
}
