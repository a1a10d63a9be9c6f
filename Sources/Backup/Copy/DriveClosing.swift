import Archive
import MailIndex
import Maildir
import SystemPackage

/// What ends a run: the copy of the index, the file for strangers, and the hashes of both.
struct DriveClosing {
  static let snapshotName = "index.sqlite"

  private let drive: DriveFolder
  private let archive: Archive
  private let now: Int64

  init(_ drive: DriveFolder, _ archive: Archive, now: Int64) {
    self.drive = drive
    self.archive = archive
    self.now = now
  }

  /// True where one of the files is not there at all.
  var lacksFiles: Bool {
    do {
      return try [Self.snapshotName, DriveReadme.fileName, Manifest.fileName].contains {
        try drive.folder.status($0) == nil
      }
    } catch { return true }
  }

  /// Writes what has to be written anew; returns what a person should know.
  func run(copied octets: Int64) throws -> [String] {
    var warnings: [String] = []
    if drive.contents(of: DriveReadme.fileName, limit: 65_536) != Array(DriveReadme.text.utf8) {
      try drive.replace(DriveReadme.fileName, with: Array(DriveReadme.text.utf8))
    }
    var hash: ContentHash?
    let old = try drive.folder.contentsIfThere(of: Manifest.fileName, limit: Manifest.limit).map(
      Manifest.init(parsing:))
    // A copy that no hash tells of is no better than none.
    if try old?[Self.snapshotName] == nil || snapshotIsDue(octets) {
      do throws(DriveFailure) { hash = try snapshot() } catch {
        // The messages are there, each with what its name tells: the index can be made again from them.
        warnings.append("The index could not be copied to the drive: \(error)")
      }
    }
    try list(snapshot: hash, old)
    return warnings
  }

  private func snapshotIsDue(_ copied: Int64) throws -> Bool {
    guard let old = try drive.folder.status(Self.snapshotName), old.isRegular else { return true }
    let size = try OpenFolder(archive.root, calls: drive.folder.calls).status(Self.snapshotName)?.size ?? 0
    return SnapshotRule.isDue(age: now - old.modified, indexOctets: size, copied: copied)
  }

  private func snapshot() throws(DriveFailure) -> ContentHash {
    do {
      let temporaries = try drive.openTemporaries()
      let name = drive.temporaryName()
      do {
        try archive.asking { try $0.snapshot(to: temporaries.path.appending(name).string) }
        try temporaries.open(name, writing: true).flush()
        var reader = CopyReader()
        guard let read = try reader.read(name, in: temporaries, largest: .max) else {
          throw FileFailure(.open, name, .noSuchFileOrDirectory)
        }
        try drive.folder.put(name, from: temporaries, as: Self.snapshotName)
        // The index is a cache: nobody needs one that is damaged.
        let damaged = "\(Self.snapshotName).damaged"
        if try drive.folder.status(damaged)?.isRegular == true { try drive.folder.removeIfThere(damaged) }
        try drive.folder.flush()
        return read.hash
      } catch {
        try temporaries.removeIfThere(name)
        throw error
      }
    } catch { throw Self.failure(error, drive.name) }
  }

  /// What befell the copy of the index, as a failure of the drive.
  private static func failure(_ error: any Error, _ drive: String) -> DriveFailure {
    if let failure = error as? FileFailure { return DriveFailure(.file(failure), drive) }
    if case .index(let index)? = (error as? ArchiveFailure)?.code {
      let code: Errno =
        index.code == .full ? .noSpace : index.code == .readOnly ? .readOnlyFileSystem : .ioError
      return DriveFailure(.file(FileFailure(.write, snapshotName, code)), drive)
    }
    return DriveFailure(.file(FileFailure(.write, snapshotName, .ioError)), drive)
  }

  /// Writes the manifest of these files.
  private func list(snapshot: ContentHash?, _ old: Manifest?) throws {
    var manifest = Manifest()
    var reader = CopyReader()
    manifest[DriveReadme.fileName] = try reader.read(DriveReadme.fileName, in: drive.folder)?.hash
    manifest[Self.snapshotName] = snapshot ?? old?[Self.snapshotName]
    if old?.hashes != manifest.hashes { try drive.replace(Manifest.fileName, with: manifest.bytes) }
  }
}

/// When the index is copied anew. It is large where little is new: a restore takes from the files what it does not know.
package enum SnapshotRule {
  private static let day: Int64 = 86_400

  /// - Parameters:
  ///   - age: seconds since the last copy; negative where a clock is wrong.
  ///   - copied: octets of messages that were copied in this run.
  package static func isDue(age: Int64, indexOctets: Int64, copied: Int64) -> Bool {
    if !(0..<day).contains(age) { return true }
    return copied > 0 && (indexOctets <= 64 << 20 || copied >= indexOctets / 10)
  }
}
