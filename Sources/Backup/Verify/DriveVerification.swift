package import Archive
import MailIndex
import Maildir
import SystemPackage

/// `backup verify`: reads what is on a drive and compares it with what was fetched.
package struct DriveVerification {
  private let archive: Archive
  private let drive: AttachedDrive
  private let sample: Sample?
  private let threads: Int
  private let looksForAll: Bool
  private let last: Int64?
  private let now: @Sendable () -> Int64
  private let progress: BackupProgress

  /// - Parameters:
  ///   - sample: the part that is read; nil: all.
  ///   - looksForAll: what is not read is looked for: is there a file of the right size? On a slow drive that takes long.
  ///   - last: the row id of the last message that counts; nil: of all on the drive.
  package init(
    _ archive: Archive, _ drive: AttachedDrive, sample: Sample?, upTo last: Int64? = nil, threads: Int,
    looksForAll: Bool = true,
    now: @escaping @Sendable () -> Int64,
    isStopped: @escaping @Sendable () -> Bool = { false },
    observe: @escaping @Sendable (DriveEvent) -> Void = { _ in }
  ) {
    self.archive = archive
    self.drive = drive
    self.sample = sample
    self.threads = threads
    self.looksForAll = looksForAll
    self.last = last
    self.now = now
    progress = BackupProgress(drive.marker.name, isStopped: isStopped, observe: observe)
  }

  /// Notes what it finds in the index: the next run with the drive brings it in order. Needs the archive for writing.
  package func run() throws -> DriveReport {
    let marker = drive.marker
    var report = DriveReport(name: marker.name, id: marker.id, path: drive.folder.path.string)
    try DriveFailure.explaining(marker.name) {
      let row = try BackupRun.row(of: drive, in: archive, now: now())
      let survey = DriveSurvey(archive, drive.folder, threads: threads, progress: progress)
      let summary = try survey.run(
        row.id, upTo: min(last ?? row.copiedUpTo, row.copiedUpTo), sample: sample, reads: true,
        looksForAll: looksForAll, now: now)
      report.verified = summary.verified
      report.damaged = summary.damaged
      report.missingThere = summary.missing
      let broken = try brokenFiles()
      report.damaged += broken.count
      report.warnings = broken.map { "\($0) is not what was written there; the next backup writes it anew." }
      let time = now()
      _ = try archive.asking { index in
        try index.change(drive: row.id) { row in
          row.lastSeen = time
          if sample == nil { row.lastVerified = time }
        }
      }
    }
    return report
  }

  /// The copy of the index may be as large as a day's worth of samples.
  private func isDrawn(_ name: String) -> Bool { looksForAll || sample?.contains(name) ?? true }

  private static func largest(_ name: String) -> Int64 {
    name == DriveReadme.fileName ? Int64(DriveReadme.text.utf8.count) : .max
  }

  /// Reads the files beside the messages; what is wrong moves aside, so that it is written anew.
  private func brokenFiles() throws -> [String] {
    let folder = drive.folder
    guard let bytes = folder.contents(of: Manifest.fileName, limit: Manifest.limit) else { return [] }
    let manifest = Manifest(parsing: bytes)
    var reader = CopyReader(of: drive.folder, progress)
    var broken: [String] = []
    for (name, hash) in manifest.hashes.sorted(by: { $0.key < $1.key }) {
      guard [DriveClosing.snapshotName, DriveReadme.fileName].contains(name), isDrawn(name),
        try reader.read(name, in: folder.folder, largest: Self.largest(name))?.hash != hash
      else { continue }
      broken.append(name)
      if !folder.system.isReadOnly, try folder.folder.status(name) != nil {
        try folder.folder.moveAside(name)
      }
    }
    return broken
  }
}
