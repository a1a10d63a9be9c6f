import Maildir
package import SystemPackage

extension Archive {
  private static let announcement = ".popkeep/daemon"

  /// True while the archive's path leads to this archive, and its index is the one that is open: its disk is mounted, and
  /// nothing was moved or taken away.
  package var isInPlace: Bool {
    do {
      let there = try OpenFolder(root, calls: calls).status(Self.markerName)
      guard let there else { return false }
      return try folder.status(Self.markerName)?.identity == there.identity
        && Self.identity(of: Self.indexName, in: folder) == indexFile
    } catch {
      return false
    }
  }

  /// Says where the program can be asked that works on this archive unattended; nil: nowhere any more.
  ///
  /// - Parameter socket: the path of a socket.
  package func announce(socket: String?) throws {
    try ArchiveFailure.explaining(root.string) {
      guard let socket else { return try folder.removeIfThere(Self.announcement) }
      let name = "\(Self.announcement).new"
      try folder.removeIfThere(name)
      let file = try folder.create(name)
      try Array(socket.utf8).withUnsafeBytes { try file.write($0, at: 0) }
      try folder.replace(Self.announcement, with: name)
    }
  }

  /// Where the program can be asked that works unattended on the archive at `root`, as it was said last; nil: nobody
  /// has said so.
  package static func announcedSocket(_ root: FilePath) -> String? {
    do {
      let bytes = try OpenFolder(root, calls: .system).open(announcement).contents(limit: 108)
      let path = String(decoding: bytes, as: UTF8.self)
      return path.hasPrefix("/") && !path.utf8.contains(0) ? path : nil
    } catch {
      return nil
    }
  }
}
