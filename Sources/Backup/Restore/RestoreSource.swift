import Archive
import Maildir
import SystemPackage

/// Finds the copy that mail is to be restored from.
package enum RestoreSource {
  /// By a drive's name where one of the archives at `paths` knows it; else by where it is: the copy itself, or the folder that
  /// the drive is mounted at. A copy of another archive will do: its mail is brought in all the same.
  ///
  /// - Throws: `.unknown` where there is none, or where a drive has copies of several archives: their names are told.
  package static func find(
    _ text: String, knownTo paths: [String], in table: [MountedFileSystem]
  ) throws -> AttachedDrive {
    guard text.contains("/") else {
      var failure = DriveFailure(.unknown([]), text)
      for path in paths where Archive.isArchive(FilePath(path)) {
        let archive = try Archive.open(FilePath(path), for: .reading)
        do {
          return try DriveChoice.one(text, try DriveSearch(of: archive, in: table), of: archive, in: table)
        } catch let error as DriveFailure { failure = error }
      }
      throw failure
    }
    guard let real = SystemDisks.realPath(text),
      let (folder, system) = DriveSearch.open(real, in: table, .system)
    else { throw DriveFailure(.noFolder, text) }
    if let drive = try copy(in: folder, on: system) { return drive }
    let below = try DriveSearch.copies(below: folder).compactMap { name in
      try folder.folderOrNil("popkeep/\(name)").flatMap { try copy(in: $0, on: system) }
    }
    guard let only = below.first, below.count == 1 else {
      throw DriveFailure(.unknown(below.map(\.folder.path.string)), text)
    }
    return only
  }

  /// A copy whose marker is gone or damaged is one all the same, where it has messages.
  private static func copy(
    in folder: OpenFolder, on system: MountedFileSystem
  ) throws -> AttachedDrive? {
    var marker: DriveMarker?
    do throws(DriveFailure) { marker = try DriveFolder.marker(in: folder) } catch {
      guard error.code == .badMarker else { throw error }
    }
    if marker == nil {
      guard hasMail(folder) else { return nil }
    }
    return AttachedDrive(
      folder: DriveFolder(
        folder, marker ?? DriveMarker(id: NewID.draw(), archive: NewID.draw(), name: "drive"), on: system),
      place: system.place(of: folder.path.string))
  }

  /// A folder in which something may not be looked at is no copy, such as the root of a disk with its `lost+found`.
  private static func hasMail(_ folder: OpenFolder) -> Bool {
    let contents = DriveContents(folder)
    do {
      return try contents.accounts().contains { try !contents.months(of: $0.folder).isEmpty }
    } catch { return false }
  }
}
