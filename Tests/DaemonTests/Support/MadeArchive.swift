import Archive
import SystemPackage
import TestFiles

/// An empty archive in a folder of its own.
struct MadeArchive {
  let folder: TemporaryFolder
  var path: String { folder("archive") }
  var root: FilePath { FilePath(path) }

  init(id: Character = "a") throws {
    folder = try TemporaryFolder()
    try Archive.create(at: FilePath(folder("archive")), id: String(repeating: id, count: 32))
  }

  /// Takes it away, as an unmounted disk is.
  func takeAway() throws { try moveFile(path, to: folder("away")) }
  func bringBack() throws { try moveFile(folder("away"), to: path) }
}
