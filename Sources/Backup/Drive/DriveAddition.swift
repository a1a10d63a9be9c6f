package import Archive
package import Maildir
import SystemPackage

/// `backup add`: makes a drive one that the archive is copied to.
package struct DriveAddition {
  /// What became of it.
  package struct Result: Sendable {
    package let drive: AttachedDrive
    /// False: it was one before.
    package let isNew: Bool
    /// What may be written to it, and its size, in octets.
    package let free, total: Int64
    package let naming: FileSystemTraits.Naming
  }

  private let archive: Archive
  private let table: [MountedFileSystem]
  private let calls: FileCalls

  package init(to archive: Archive, in table: [MountedFileSystem], calls: FileCalls = .system) {
    self.archive = archive
    self.table = table
    self.calls = calls
  }

  /// - Parameters:
  ///   - path: where the drive is mounted, or a folder on it.
  ///   - name: what it is called; nil: by the folder's name.
  ///   - even: also where it is a disk of the system or of the archive.
  ///   - suggested: names that the configuration has and no drive bears yet.
  package func add(
    _ path: String, named name: String?, evenHere even: Bool, suggested: [String] = []
  ) throws -> Result {
    guard let real = SystemDisks.realPath(path) else { throw DriveFailure(.noFolder, path) }
    return try DriveFailure.explaining(path) {
      guard let (folder, system) = DriveSearch.open(real, in: table, calls) else {
        throw DriveFailure(.noFolder, path)
      }
      if let there = try there(real) {
        // It was added and not noted, or lies elsewhere now.
        try there.note(in: archive)
        return try result(there, isNew: false)
      }
      if !even { try refuseSystemDisk(folder, system, path) }
      if system.isReadOnly { throw FileFailure(.write, path, .readOnlyFileSystem) }
      let name = try chosen(name, path: real, suggested)
      return try result(make(name, in: folder, on: system), isNew: true)
    }
  }

  /// The drive that is there already; nil where there is none, or where its marker says nothing any more.
  private func there(_ path: String) throws(DriveFailure) -> AttachedDrive? {
    do throws(DriveFailure) {
      return try DriveSearch.drive(at: path, of: archive, in: table, calls: calls)
    } catch {
      guard [.badMarker, .anotherArchive].contains(error.code) else { throw error }
      return nil
    }
  }

  private func refuseSystemDisk(
    _ folder: OpenFolder, _ system: MountedFileSystem, _ path: String
  ) throws {
    if system.isNoDisk { throw DriveFailure(.noDisk(system.type), path) }
    let device = try folder.status().identity.deviceNumber
    if SystemDisks(table).hold(device) || SystemDisks(table).hold(system.device) {
      throw DriveFailure(.systemDisk(system.path), path)
    }
    let own = try OpenFolder(archive.root, calls: calls).status().identity.deviceNumber
    if SystemDisks.disk(ofDevice: own) == SystemDisks.disk(ofDevice: device) {
      throw DriveFailure(.sameDisk, path)
    }
  }

  private func chosen(_ name: String?, path: String, _ suggested: [String]) throws -> String {
    let known = try archive.drivesNoted().compactMap { KnownDrive($0.bytes)?.name }
    if let name {
      guard DriveMarker.isName(name) else {
        throw DriveFailure(
          .badName("may have letters, digits and . _ - @ +, up to 64, and begins with no dot"), name)
      }
      if known.contains(where: { $0.lowercased() == name.lowercased() }) {
        throw DriveFailure(.nameTaken, name)
      }
      return name
    }
    // The one name that the configuration has a drive for and none bears.
    let open = suggested.filter { !known.contains($0) }
    if open.count == 1, let only = open.first { return only }
    let base = DriveMarker.name(from: FilePath(path).lastComponent?.string ?? "drive")
    var name = base
    var number = 2
    while known.contains(where: { $0.lowercased() == name.lowercased() }) {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }

  private func make(
    _ name: String, in folder: OpenFolder, on system: MountedFileSystem
  ) throws -> AttachedDrive {
    let popkeep = try folder.folderMade("popkeep")
    let copy = try place(in: popkeep)
    // A file system that is of no use is found out before it has a marker.
    _ = try FileSystemTraits.probe(copy.folderMade(DriveFolder.temporaries))
    let marker = DriveMarker(id: NewID.draw(), archive: archive.marker.id, name: name)
    let drive = DriveFolder(copy, marker, on: system)
    try drive.replace(DriveReadme.fileName, with: Array(DriveReadme.text.utf8))
    try drive.replace(DriveMarker.fileName, with: marker.bytes)
    let attached = AttachedDrive(folder: drive, place: system.place(of: copy.path.string))
    try attached.note(in: archive)
    return attached
  }

  /// A folder for the copy, named as the archive's: one that is free, or was a copy and has lost its marker.
  private func place(in popkeep: OpenFolder) throws -> OpenFolder {
    let name = DriveMarker.name(from: archive.root.lastComponent?.string ?? "mail")
    var candidate = name
    var number = 2
    while let there = try popkeep.folderIfThere(candidate), !hasLostMarker(there) {
      candidate = "\(name)-\(number)"
      number += 1
    }
    return try popkeep.folderMade(candidate)
  }

  private func hasLostMarker(_ folder: OpenFolder) -> Bool {
    do throws(DriveFailure) { return try DriveFolder.marker(in: folder) == nil } catch {
      return error.code == .badMarker
    }
  }

  private func result(_ drive: AttachedDrive, isNew: Bool) throws -> Result {
    let (free, total) = try drive.folder.folder.freeSpace()
    let naming =
      drive.folder.system.isReadOnly
      ? .checkedRename : try FileSystemTraits.probe(drive.folder.openTemporaries()).naming
    return Result(drive: drive, isNew: isNew, free: free, total: total, naming: naming)
  }
}
