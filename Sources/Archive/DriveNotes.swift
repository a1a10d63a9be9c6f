import Maildir
import SystemPackage

/// What the archive keeps of drives beside its index: a small file a drive, which a lost index does not take along.
extension Archive {
  private static let notes = ".popkeep/drives"
  private static let limit = 4096

  /// Keeps `bytes` (at most 4 KB) for the drive of this id; works beside another popkeep that writes.
  ///
  /// - Parameter id: 32 hexadecimal digits.
  package func noteDrive(_ id: String, _ bytes: [UInt8]) throws {
    guard ArchiveMarker.isID(id), bytes.count <= Self.limit else { return }
    try ArchiveFailure.explaining(root.string) {
      try folder.makeFolder(Self.notes)
      let notes = try folder.folder(Self.notes)
      // Another process may do the same at this moment.
      let name = TemporaryNames().name(1)
      let file = try notes.create(name)
      do {
        try bytes.withUnsafeBytes { try file.write($0, at: 0) }
        try file.flush()
        try notes.replace(id, with: name)
      } catch {
        try notes.removeIfThere(name)
        throw error
      }
      try notes.flush()
    }
  }

  /// Forgets the drive of this id.
  package func forgetDrive(_ id: String) throws {
    guard ArchiveMarker.isID(id) else { return }
    try ArchiveFailure.explaining(root.string) {
      try folder.folderIfThere(Self.notes)?.removeIfThere(id)
    }
  }

  /// What is kept of each drive, by id, sorted.
  package func drivesNoted() throws -> [(id: String, bytes: [UInt8])] {
    try ArchiveFailure.explaining(root.string) {
      guard let notes = try folder.folderIfThere(Self.notes) else { return [] }
      var ids: [String] = []
      try notes.forEachName { if ArchiveMarker.isID($0) { ids.append($0) } }
      return try ids.sorted().map { (id: $0, bytes: try notes.open($0).contents(limit: Self.limit)) }
    }
  }
}
