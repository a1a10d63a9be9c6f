package import Archive
package import Backup
package import Fetching
import MailIndex
package import Settings

extension HookDesk {
  /// Runs the hook of a drive that was copied to.
  package func noteBackup(_ report: DriveReport, canUnplug: Bool, by hook: Hook) {
    var event = HookEvent(.backup, drive: report.name, now: now(), archive: archive)
    (event.copied, event.bytes, event.verified) = (report.copied, report.bytes, report.verified)
    (event.damaged, event.missingHere) = (report.damaged + report.missingThere, report.missingHere)
    (event.path, event.canUnplug) = (report.path, canUnplug)
    run(hook, event)
  }

  /// Runs the hook of a drive that cannot be used, or has damaged copies.
  package func noteFailure(_ problem: Problem, ofDrive name: String, by hook: Hook) {
    var event = HookEvent(.failure, drive: name, now: now(), archive: archive)
    event.take(problem)
    run(hook, event)
  }

  /// Runs the hooks of drives that were not seen for long, and notes that it was told.
  ///
  /// A drive that was never added has no place in the index: it is waited for from `since` on, and told of once by each
  /// desk.
  /// - Parameter attached: the names of those that are there now.
  package func tellSilence(
    ofDrives drives: [DriveSettings], in open: Archive, attached: Set<String>, since: Int64
  ) throws {
    let watched = drives.filter { $0.hooks.onSilence != nil && !attached.contains($0.name) }
    guard !watched.isEmpty else { return }
    let standings = try DriveStanding.all(of: open)
    for drive in watched {
      guard let silence = drive.hooks.onSilence else { continue }
      // Of several of one name the one that was seen last.
      let rows = try standings.filter { $0.name == drive.name }.map { try recorded($0, in: open) }
      let row = rows.max { ($0.lastSeen ?? 0) < ($1.lastSeen ?? 0) }
      guard let event = HookOccasions.silence(of: drive, row, since: since, archive: archive, now: now())
      else {
        continue
      }
      if let row {
        _ = try open.asking { try $0.change(drive: row.id) { $0.silenceTold = true } }
      } else if !isFirst(silenceOf: drive.name) {
        continue
      }
      run(silence.hook, event)
    }
  }

  /// What is recorded of a drive that was added; one that no run has been with is waited for from now on.
  private func recorded(_ standing: DriveStanding, in open: Archive) throws -> DriveRow {
    if let row = standing.row { return row }
    return try open.asking { index in
      guard let row = try index.drive(standing.id, name: standing.name, create: true, now: now()) else {
        throw IndexFailure(.unexpected, path: archive, detail: "a drive just recorded is not there")
      }
      return row
    }
  }
}
