import Archive
import Backup
import MailIndex
import SystemPackage

/// One run with an attached drive: what it lacks is copied; a sample of what it had before is read; what of that is
/// damaged is copied again.
struct DriveRound {
  let archive: Archive
  let drive: AttachedDrive
  /// Reads back what is copied.
  let verifies: Bool
  /// Nil: nothing of what it had before is read.
  let sample: Sample?
  let now: @Sendable () -> Int64
  let isStopped: @Sendable () -> Bool
  let observe: @Sendable (DriveEvent) -> Void

  /// How it ended.
  struct End {
    var report: DriveReport
    /// Copies that were found damaged or missing.
    var found = 0
    /// Copies that were read of what was there before.
    var read = 0
    var failure: (any Error)?
    /// True where messages may be on more drives than before.
    var hasGrown = false
  }

  func run() -> End {
    var end = End(report: emptyReport)
    let before = mark
    carryOut(&end)
    end.hasGrown = mark != before
    return end
  }

  private func carryOut(_ end: inout End) {
    let before: Int64?
    do {
      before = try archive.asking {
        try $0.drive(drive.marker.id, name: "", create: false, now: 0)?.copiedUpTo
      }
    } catch {
      end.failure = error
      return
    }
    copy(&end)
    guard end.failure == nil, let sample else { return }
    do {
      let found = try DriveVerification(
        archive, drive, sample: sample, upTo: before ?? 0, threads: threads, looksForAll: false, now: now,
        isStopped: isStopped,
        observe: observe
      ).run()
      end.read = found.verified
      end.found = found.damaged + found.missingThere
      end.report.verified += found.verified
      end.report.damaged += found.damaged
      end.report.missingThere += found.missingThere
      end.report.warnings += found.warnings
    } catch {
      end.failure = error
      return
    }
    if end.found > 0 { copy(&end) }
  }

  private func copy(_ end: inout End) {
    do {
      let run = try BackupRun(
        archive, drive, BackupOptions(verifies: verifies, threads: threads), now: now, isStopped: isStopped,
        observe: observe)
      defer { end.report.add(run.report) }
      try run.run()
    } catch { end.failure = error }
  }

  private var threads: Int { 2 }

  private var emptyReport: DriveReport {
    DriveReport(name: drive.marker.name, id: drive.marker.id, path: drive.folder.path.string)
  }

  /// Nil where the index does not say; the next run finds out what may go then.
  private var mark: Int64? {
    do { return try archive.asking { try $0.driveMark() } } catch { return nil }
  }
}

extension DriveReport {
  fileprivate mutating func add(_ other: DriveReport) {
    copied += other.copied
    bytes += other.bytes
    verified += other.verified
    missingHere += other.missingHere
    damaged += other.damaged
    missingThere += other.missingThere
    warnings += other.warnings
  }
}
