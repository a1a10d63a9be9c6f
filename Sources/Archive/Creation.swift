package import Maildir
package import SystemPackage

extension Archive {
  /// Makes an archive at `root`: a folder that does not exist yet, or an empty one.
  ///
  /// It is complete and on the disk when this returns; before the marker is, it is no archive.
  /// - Parameter id: 32 random hexadecimal digits.
  package static func create(at root: FilePath, id: String, calls: FileCalls = .system) throws {
    try ArchiveFailure.explaining(root.string) {
      try makeFolders(to: root, calls)
      let folder = try OpenFolder(root, calls: calls)
      if try folder.status(markerName) != nil { throw ArchiveFailure(.exists, root.string) }
      try refuseForeign(folder)
      try folder.makeFolder("accounts")
      try folder.makeFolder(".popkeep")
      let own = try folder.folder(".popkeep")
      try own.removeStale()
      try writeMarker(ArchiveMarker(id: id), in: own)
      try folder.flush()
    }
  }

  /// A folder with anything in it but what an interrupted creation leaves is somebody else's.
  private static func refuseForeign(_ folder: OpenFolder) throws {
    var isForeign = false
    try folder.forEachName { name in
      if ![".", "..", ".popkeep", "accounts", "lost+found"].contains(name) { isForeign = true }
    }
    if isForeign { throw ArchiveFailure(.notEmpty, folder.path.string) }
  }

  private static func writeMarker(_ marker: ArchiveMarker, in folder: OpenFolder) throws {
    let name = "archive.json.new"
    if try folder.status(name) != nil { try folder.remove(name) }
    let file = try folder.create(name)
    let bytes = Array(marker.text.utf8)
    try bytes.withUnsafeBytes { try file.write($0, at: 0) }
    try file.flush()
    try folder.replace("archive.json", with: name)
    try folder.flush()
  }

  /// Makes `root` and the folders above it that are missing.
  private static func makeFolders(to root: FilePath, _ calls: FileCalls) throws {
    guard let name = root.lastComponent?.string else { return }
    let above = root.removingLastComponent().isEmpty ? "." : root.removingLastComponent()
    let parent: OpenFolder
    do throws(FileFailure) {
      parent = try OpenFolder(above, calls: calls)
    } catch  where error.errno == .noSuchFileOrDirectory {
      try makeFolders(to: above, calls)
      parent = try OpenFolder(above, calls: calls)
    }
    if try parent.makeFolder(name) { try parent.flush() }
  }
}
