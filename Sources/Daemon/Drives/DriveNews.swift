import Backup
import Fetching
import MailIndex
import SystemPackage

/// What the desk for drives tells.
enum DriveNews: Sendable {
  case attached(DriveSight, DriveLack)
  case detached(name: String)
  /// A run has ended.
  case ended(DriveEnd)
  /// Something that looks like a drive cannot be used.
  case unusable(DriveFailure)
}

/// A drive that was seen to be attached.
struct DriveSight: Sendable, Equatable {
  let id: String
  let name: String
  /// Where its copy is.
  let path: String
  let system: MountedFileSystem

  init(_ drive: AttachedDrive) {
    id = drive.marker.id
    name = drive.marker.name
    path = drive.folder.path.string
    system = drive.folder.system
  }

  /// What tells this way of being attached from another: mounted anew, one that failed may serve.
  var mark: String { "\(system.device) \(system.isReadOnly) \(path)" }
}

/// How a run with a drive ended.
struct DriveEnd: Sendable {
  let visit: DriveVisit
  let report: DriveReport
  /// Nil where it ended as it should.
  let problem: Problem?
  /// Copies that were found damaged or missing.
  var found = 0
  /// Copies that were read of what was there before.
  var read = 0
  var hasReadSample = false
  /// True where messages may be on more drives than before.
  var hasGrown = false
  /// True where nobody asked for it.
  var isByItself = false
}
