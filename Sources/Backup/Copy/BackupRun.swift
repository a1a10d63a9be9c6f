package import Archive
import MailIndex
import Maildir
import SystemPackage

/// One run that brings one drive up to date.
///
/// What to copy is known by the index alone: the cost grows with what is new. Each batch is durable on the drive, and
/// read back, before the index counts it; whatever ends the run, the next goes on from there. A drive that is not as it
/// was left is looked through first.
package final class BackupRun {
  let archive: Archive
  let drive: DriveFolder
  let options: BackupOptions
  let accounts: [AccountID: (name: String, folder: String)]
  let progress: BackupProgress
  let now: @Sendable () -> Int64
  package private(set) var report: DriveReport
  private(set) var naming = FileSystemTraits.Naming.checkedRename
  private var row: DriveRow
  private var hasBegun = false
  private var wasCutOff = false
  private var tooLarge = 0

  /// - Parameters:
  ///   - isStopped: true once the run is to end early.
  ///   - observe: is told what happens, from any thread.
  package init(
    _ archive: Archive, _ drive: AttachedDrive, _ options: BackupOptions,
    now: @escaping @Sendable () -> Int64,
    isStopped: @escaping @Sendable () -> Bool = { false },
    observe: @escaping @Sendable (DriveEvent) -> Void = { _ in }
  ) throws {
    self.archive = archive
    self.drive = drive.folder
    self.options = options
    self.now = now
    progress = BackupProgress(drive.marker.name, isStopped: isStopped, observe: observe)
    report = DriveReport(name: drive.marker.name, id: drive.marker.id, path: drive.folder.path.string)
    accounts = try archive.folders()
    row = try Self.row(of: drive, in: archive, now: now())
  }

  static func row(of drive: AttachedDrive, in archive: Archive, now: Int64) throws -> DriveRow {
    let marker = drive.marker
    try drive.note(in: archive)
    return try archive.asking { index in
      guard let row = try index.drive(marker.id, name: marker.name, create: true, now: now) else {
        throw IndexFailure(
          .unexpected, path: archive.root.string, detail: "a drive just recorded is not there")
      }
      return row
    }
  }

  /// Copies what the drive lacks, and leaves it so that it can be taken away.
  package func run() throws {
    try DriveFailure.explaining(drive.name) {
      try lookThroughUnlessAsLeft()
      let lack = try archive.asking { try $0.lack(of: row.id) }
      let unverified = options.verifies ? lack.unverified : 0
      if lack.messages > 0 || unverified > 0 {
        if drive.system.isReadOnly { throw FileFailure(.write, drive.path.string, .readOnlyFileSystem) }
        progress.say(.began(messages: lack.messages, octets: lack.octets))
        progress.expect(messages: lack.messages, octets: lack.octets)
        try warnOfSpace(lack.octets)
        try copyAll(unverified: unverified > 0)
      }
      try finish()
    }
    if tooLarge > 0 { throw DriveFailure(.tooLarge(tooLarge), drive.name) }
  }

  private func copyAll(unverified: Bool) throws {
    let temporaries = try drive.openTemporaries()
    // What runs that were cut off have left.
    try temporaries.removeStale()
    naming = try FileSystemTraits.probe(temporaries).naming
    if unverified { try verifyUnverified() }
    try copy(temporaries, isFilling: true) { [archive, row] after, limit in
      try archive.asking { try $0.gapsToFill(drive: row.id, after: after, limit: limit) }
    }
    try copy(temporaries, isFilling: false) { [archive, row] after, limit in
      try archive.asking { try $0.messagesToCopy(drive: row.id, after: after, limit: limit) }
    }
  }

  /// Copies what `page` gives, some ten thousands at a time and each of these in the order of the drive's folders: the
  /// fewer folders a batch has messages of, the fewer manifests are written anew.
  private func copy(
    _ temporaries: OpenFolder, isFilling: Bool,
    _ page: (_ after: Int64, _ limit: Int) throws -> [MessageToCopy]
  ) throws {
    var last: Int64 = 0
    while true {
      try progress.goOn()
      let window = try page(last, options.window)
      guard let end = window.last?.id else { return }
      var batches = batches(of: window)
      // All of them count as dealt with, and each as waiting until its batch is through.
      if !isFilling, batches.count > 1 {
        let waiting = window.map { DriveGap(message: $0.id, kind: .waiting) }
        try record(upTo: end, gaps: waiting)
      }
      while let messages = batches.popLast() {
        try progress.goOn()
        guard let result = try carryOut(messages, temporaries, isFilling, &batches) else {
          // One part alone may come to its end: the others are not to be counted with it.
          if !isFilling {
            try record(upTo: end, gaps: messages.map { DriveGap(message: $0.id, kind: .waiting) })
          }
          continue
        }
        try record(upTo: isFilling ? nil : end, gaps: result.gaps, filled: result.filled)
        note(result)
      }
      last = end
    }
  }

  /// Carries a batch out; nil where the drive is full before it is through: its halves are then next.
  private func carryOut(
    _ messages: [MessageToCopy], _ temporaries: OpenFolder, _ isFilling: Bool,
    _ batches: inout [[MessageToCopy]]
  ) throws -> CopyBatch.Result? {
    let batch = try CopyBatch(messages, self, temporaries, isSearching: isFilling || wasCutOff)
    do { return try discarding(temporaries) { try batch.carryOut() } } catch let failure as FileFailure
      where failure.isNoSpace && messages.count > 1
    {
      // Some of it may have its name already.
      wasCutOff = true
      let half = messages.count / 2
      batches += [Array(messages[half...]), Array(messages[..<half])]
      return nil
    }
  }

  /// Runs `body`; where it fails, files in the making go: a drive that is full has other use for the room.
  private func discarding<Result>(_ temporaries: OpenFolder, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch {
      // A drive that is gone has no room to give back; what is left goes with the next run.
      do { try temporaries.removeStale() } catch {}
      throw error
    }
  }

  private func record(upTo end: Int64?, gaps: [DriveGap], filled: [Int64] = []) throws {
    try archive.asking { index in
      try index.recordCopies(on: row.id, upTo: end, gaps: gaps, filled: filled, now: now())
    }
  }

  /// The messages in the order of the drive's folders, cut to what becomes durable at a time; the first is last.
  private func batches(of messages: [MessageToCopy]) -> [[MessageToCopy]] {
    let sorted = messages.sorted {
      ($0.account.value, $0.arrived, $0.id) < ($1.account.value, $1.arrived, $1.id)
    }
    var batches: [[MessageToCopy]] = []
    var octets: Int64 = 0
    for message in sorted {
      let isFull = octets >= options.batch.octets || batches.last?.count == options.batch.messages
      if isFull || batches.isEmpty {
        batches.append([])
        octets = 0
      }
      batches[batches.count - 1].append(message)
      octets = octets.addingReportingOverflow(max(0, message.wireOctets)).partialValue
    }
    return batches.reversed()
  }

  private func note(_ result: CopyBatch.Result) {
    report.copied += result.copied
    report.bytes += result.octets
    report.verified += result.verified
    report.missingHere += result.missingHere
    report.damaged += result.damaged
    tooLarge += result.tooLarge
    if result.writtenAgain > 0 {
      warn(
        "The drive gave back other octets than were written, and had to be written to again: do not rely on it."
      )
    }
  }

  private func warnOfSpace(_ octets: Int64) throws {
    let free = try drive.folder.freeSpace().free
    guard octets > free else { return }
    warn("The drive has less room than what is to be copied takes; as much as fits is copied.")
  }

  func warn(_ sentence: String) {
    report.warnings.append(sentence)
    progress.say(.warning(sentence))
  }
}

extension BackupRun {
  /// Reads what was copied once and not compared.
  private func verifyUnverified() throws {
    var last: Int64 = 0
    let survey = DriveSurvey(archive, drive, threads: options.threads, progress: progress)
    var months = DriveSurvey.Months()
    while true {
      let page = try archive.asking { try $0.unverifiedCopies(drive: row.id, after: last, limit: 1000) }
      guard let end = page.last?.id else { return }
      let inOrder = page.sorted {
        ($0.account.value, $0.arrived, $0.id) < ($1.account.value, $1.arrived, $1.id)
      }
      let findings = try survey.examine(inOrder, accounts, &months, reads: { _ in true })
      try record(upTo: nil, gaps: findings.gaps, filled: findings.whole)
      report.verified += findings.whole.count
      last = end
    }
  }

  /// Where the drive does not bear what the index remembers, it is an older copy of itself, or the index is a new one:
  /// what is on it is found out by reading it.
  private func lookThroughUnlessAsLeft() throws {
    if !drive.system.isReadOnly { try drive.mendMarker() }
    let state = drive.state
    let expected = row.stamp?.split(separator: " ").map(String.init) ?? []
    wasCutOff = state.map { !$0.isFinished } ?? false
    if let state, expected.contains(state.stamp), try DriveGlance(archive, drive).finds(row) { return }
    if state == nil, expected.isEmpty, try isEmpty() { return }
    if state != nil || !expected.isEmpty {
      warn("The drive is not as popkeep left it; what is on it is looked through.")
    }
    wasCutOff = true
    // Until it has been, nothing is as it was left.
    try remember([])
    let last = try archive.asking { index in
      try index.forgetCopies(on: row.id)
      return try index.lastMessage()
    }
    let survey = DriveSurvey(archive, drive, threads: options.threads, progress: progress)
    let summary = try survey.run(row.id, upTo: last, sample: nil, reads: options.verifies, now: now)
    try archive.asking { try $0.recordCopies(on: row.id, upTo: last, now: now()) }
    try remember(state.map { [$0.stamp] } ?? [])
    report.verified += summary.verified
    report.damaged += summary.damaged
  }

  /// True where no account has a folder on the drive.
  private func isEmpty() throws -> Bool {
    for account in accounts.values where try drive.folder.status(account.folder)?.isFolder == true {
      return false
    }
    return true
  }

  private func remember(_ stamps: [String]) throws {
    let stamp = stamps.isEmpty ? nil : stamps.joined(separator: " ")
    row = try archive.asking { try $0.change(drive: row.id) { $0.stamp = stamp } }
  }

  /// Notes on the drive and in the index that the drive is no longer what it was. Cut off between the two, either is
  /// what the index expects.
  func begin() throws {
    guard !hasBegun else { return }
    try stamp(isFinished: false)
    hasBegun = true
  }

  private func stamp(isFinished: Bool) throws {
    let new = NewID.draw()
    try remember((drive.state.map { [$0.stamp] } ?? []) + [new])
    try drive.note(DriveState(drive: drive.marker, stamp: new, isFinished: isFinished))
    try remember([new])
  }

  /// Copies the index where it has changed, and flushes all.
  private func finish() throws {
    let closing = DriveClosing(drive, archive, now: now())
    if !drive.system.isReadOnly, hasBegun || wasCutOff || closing.lacksFiles {
      progress.say(.closing)
      try begin()
      // What a run that was cut off left in the making goes; what it copied is not in the index's copy yet.
      if wasCutOff { try drive.openTemporaries().removeStale() }
      for warning in try closing.run(copied: wasCutOff ? .max : report.bytes) { warn(warning) }
      try stamp(isFinished: true)
      try drive.folder.flushFileSystem()
    }
    let time = now()
    row = try archive.asking { index in
      try index.change(drive: row.id) { row in
        (row.lastSeen, row.lastBackup, row.silenceTold) = (time, time, false)
        row.name = drive.marker.name
      }
    }
  }
}
