package import Archive
package import Maildir
import SystemPackage

/// A drive that is attached: found by its marker, wherever it is mounted.
package struct AttachedDrive: Sendable {
  package let folder: DriveFolder
  /// Where its copy is, seen from the root of its file system.
  package let place: String

  package var marker: DriveMarker { folder.marker }

  /// Has the archive remember the drive, and where on it the copy is.
  func note(in archive: Archive) throws {
    let known = KnownDrive(id: marker.id, name: marker.name, place: place, fileSystem: folder.system.type)
    if try !archive.drivesNoted().contains(where: { KnownDrive($0.bytes) == known }) {
      try archive.noteDrive(marker.id, known.bytes)
    }
  }
}

/// What was found of an archive's drives.
package struct DriveSearch: Sendable {
  /// Those that are attached; two of one id where one is a copy of the other.
  package private(set) var attached: [AttachedDrive] = []
  /// Folders that may be the copy of one that is missed, and whose markers cannot be read; file systems that do not answer.
  package private(set) var failures: [DriveFailure] = []
  /// All that the archive knows, attached or not.
  package let known: [KnownDrive]
  private let archive: String
  private let calls: FileCalls
  private var seen: [FileStatus.Identity] = []
  /// Markers that say nothing, and where they are, seen from the root of their file system.
  private var unreadable: [(place: String, failure: DriveFailure)] = []

  /// Looks through what is mounted.
  package init(
    of archive: Archive, in table: [MountedFileSystem], calls: FileCalls = .system
  ) throws {
    known = try archive.drivesNoted().compactMap { KnownDrive($0.bytes) }
    self.archive = archive.marker.id
    self.calls = calls
    let remote = Set(known.map(\.fileSystem))
    for system in table where system.holdsFiles && (!system.isRemote || remote.contains(system.type)) {
      look(at: system)
    }
    // It may be somebody else's drive: told where one of ours is missed that had its copy in such a place.
    let missed = known.filter { drive in !attached.contains { $0.marker.id == drive.id } }.map(\.place)
    failures += unreadable.filter { missed.contains($0.place) }.map(\.failure)
  }

  /// The drive of this archive whose copy is at `path`, or below it in `popkeep`; nil where there is none.
  package static func drive(
    at path: String, of archive: Archive, in table: [MountedFileSystem], calls: FileCalls = .system
  ) throws(DriveFailure) -> AttachedDrive? {
    guard let (folder, system) = open(path, in: table, calls) else { throw DriveFailure(.noFolder, path) }
    var failure: DriveFailure?
    for place in [""] + copies(below: folder).map({ "popkeep/\($0)" }) {
      do throws(DriveFailure) {
        let copy = place.isEmpty ? folder : folder.folderOrNil(place)
        guard let copy, let marker = try DriveFolder.marker(in: copy) else { continue }
        guard marker.archive == archive.marker.id else {
          failure = DriveFailure(.anotherArchive, copy.path.string)
          continue
        }
        return AttachedDrive(
          folder: DriveFolder(copy, marker, on: system), place: system.place(of: copy.path.string))
      } catch { failure = error }
    }
    if let failure { throw failure }
    return nil
  }

  /// Opens a folder, and says which of the mounted file systems it is on.
  static func open(
    _ path: String, in table: [MountedFileSystem], _ calls: FileCalls
  ) -> (OpenFolder, MountedFileSystem)? {
    do throws(FileFailure) {
      let folder = try OpenFolder(FilePath(path), calls: calls, refusingLinks: true)
      // The longest path that leads there; of several at one path the table has the last.
      let system = table.filter { $0.contains(path) }.max { $0.path.utf8.count < $1.path.utf8.count }
      return system.map { (folder, $0) }
    } catch { return nil }
  }

  private mutating func look(at system: MountedFileSystem) {
    let places = Set(known.map(\.place))
    let found: Found?
    if system.isInUserSpace || system.isRemote {
      found = Patience.ask(system.path) { [archive, calls] in Self.look(at: system, places, archive, calls) }
    } else {
      found = Self.look(at: system, places, archive, calls)
    }
    guard let found else {
      // Where no drive was ever on such a file system, it is nobody's business here.
      if known.contains(where: { $0.fileSystem == system.type }) {
        failures.append(DriveFailure(.silent, system.path))
      }
      return
    }
    for drive in found.drives { add(drive) }
    unreadable += found.unreadable
  }

  private struct Found: Sendable {
    var drives: [AttachedDrive] = []
    var unreadable: [(place: String, failure: DriveFailure)] = []
  }

  private static func look(
    at system: MountedFileSystem, _ places: Set<String>, _ archive: String, _ calls: FileCalls
  ) -> Found {
    var found = Found()
    let root: OpenFolder
    do throws(FileFailure) {
      root = try OpenFolder(FilePath(system.path), calls: calls, refusingLinks: true)
    } catch { return found }
    let usual = copies(below: root).map { "popkeep/\($0)" }
    for place in places.union(usual).sorted() where !place.isEmpty {
      guard let folder = root.folderOrNil(place), isOn(folder, root) else { continue }
      do throws(DriveFailure) {
        guard let marker = try DriveFolder.marker(in: folder), marker.archive == archive else { continue }
        found.drives.append(
          AttachedDrive(folder: DriveFolder(folder, marker, on: system), place: place))
      } catch {
        found.unreadable.append((place, error))
      }
    }
    return found
  }

  /// One file system may be mounted at several places.
  private mutating func add(_ drive: AttachedDrive) {
    do throws(FileFailure) {
      let identity = try drive.folder.folder.status().identity
      guard !seen.contains(identity) else { return }
      seen.append(identity)
      attached.append(drive)
    } catch { return }
  }

  /// The names of what may be copies of archives.
  static func copies(below folder: OpenFolder) -> [String] {
    var names: [String] = []
    do {
      try folder.folderOrNil("popkeep")?.forEachName { name in
        if DriveMarker.isName(name), names.count < 1000 { names.append(name) }
      }
    } catch { return [] }
    return names.sorted()
  }

  /// False where something else is mounted in between.
  private static func isOn(_ folder: OpenFolder, _ root: OpenFolder) -> Bool {
    do throws(FileFailure) {
      return try folder.status().identity.isOnFileSystem(of: root.status().identity)
    } catch { return false }
  }
}

extension OpenFolder {
  func folderOrNil(_ name: String) -> OpenFolder? {
    do throws(FileFailure) { return try folder(name) } catch { return nil }
  }
}
