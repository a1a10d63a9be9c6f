package import MailIndex
package import Maildir
import Synchronization
package import SystemPackage

/// An archive as one thing: a folder with a marker, Maildirs below `accounts`, and an index of them.
///
/// The Maildirs are the truth, the index a cache. One process writes at a time; readers need no lock.
package final class Archive: Sendable {
  package enum Access: Sendable {
    case reading
    /// Takes the archive's lock, for as long as the archive is open.
    case writing
  }

  package let root: FilePath
  package let marker: ArchiveMarker
  package let index: MailIndex
  let traits: FileSystemTraits
  let calls: FileCalls
  let folder: OpenFolder
  /// The index's file as it was opened; nil where it is in no place of its own.
  let indexFile: FileStatus.Identity?
  private let lock: ArchiveLock?
  /// What was read for search, opened to see that nothing is left to be read: for whoever asks next.
  let readSearch = Mutex<SearchIndex?>(nil)

  init(
    folder: OpenFolder, marker: ArchiveMarker, index: MailIndex, traits: FileSystemTraits, lock: ArchiveLock?
  ) {
    self.folder = folder
    self.marker = marker
    self.index = index
    self.traits = traits
    self.lock = lock
    root = folder.path
    calls = folder.calls
    indexFile = Self.identity(of: Self.indexName, in: folder)
  }

  /// True where the folder has an archive's marker, readable or not.
  package static func isArchive(_ root: FilePath) -> Bool {
    do {
      return try OpenFolder(root, calls: .system).status(markerName) != nil
    } catch {
      return false
    }
  }

  /// Opens the archive at `root`.
  ///
  /// - Parameter id: the archive that is expected there; another is left as it is, its lock too.
  /// - Throws: `ArchiveFailure`: `.notAnArchive` where the folder has no marker, whatever else is there.
  package static func open(
    _ root: FilePath, for access: Access, expecting id: String? = nil, calls: FileCalls = .system
  ) throws -> Archive {
    try ArchiveFailure.explaining(root.string) {
      let folder = try markedFolder(root, calls)
      let marker = try readMarker(folder)
      if let id, id != marker.id { throw ArchiveFailure(.another, root.string) }
      let lock = access == .writing ? try ArchiveLock(folder) : nil
      let traits = try traits(of: folder, access)
      if access == .writing { try removeLeftovers(in: folder) }
      let index = try MailIndex.open(
        at: root.appending(indexName).string, mode: access == .writing ? .writing : .reading,
        journal: traits.isFull ? .wal : .rollback)
      return Archive(folder: folder, marker: marker, index: index, traits: traits, lock: lock)
    }
  }

  /// The names of the accounts that the archive holds, sorted.
  package func accountNames() throws -> [String] {
    try ArchiveFailure.explaining(root.string) { try index.accounts().map(\.name).sorted() }
  }

  /// What may still be written to the archive's disk, and the disk's size, in octets.
  package func freeSpace() throws -> (free: Int64, total: Int64) {
    try ArchiveFailure.explaining(root.string) { try folder.freeSpace() }
  }

  /// Nil also where the file cannot be looked at.
  static func identity(of name: String, in folder: OpenFolder) -> FileStatus.Identity? {
    do { return try folder.status(name)?.identity } catch { return nil }
  }

  static let markerName = ".popkeep/archive.json"
  static let indexName = "index.sqlite"

  static func markedFolder(_ root: FilePath, _ calls: FileCalls) throws -> OpenFolder {
    do throws(FileFailure) {
      let folder = try OpenFolder(root, calls: calls)
      if try folder.status(markerName) != nil { return folder }
    } catch  where [.noSuchFileOrDirectory, .notDirectory].contains(error.errno) {}
    throw ArchiveFailure(.notAnArchive, root.string)
  }

  static func readMarker(_ folder: OpenFolder) throws -> ArchiveMarker {
    let bytes = try folder.open(markerName).contents(limit: 4096)
    guard let marker = ArchiveMarker(text: String(decoding: bytes, as: UTF8.self)) else {
      throw ArchiveFailure(.badMarker, folder.path.string)
    }
    if marker.format > ArchiveMarker.format {
      throw ArchiveFailure(.newerFormat(marker.format), folder.path.string)
    }
    return marker
  }

  /// Whoever writes finds out what the file system can do; whoever reads needs to know nothing.
  static func traits(of folder: OpenFolder, _ access: Access) throws -> FileSystemTraits {
    guard access == .writing else { return .full }
    let own = try folder.folder(".popkeep")
    try own.removeStale()
    return try FileSystemTraits.probe(own)
  }
}

extension OpenFile {
  /// All of the file, cut at `limit` octets.
  consuming func contents(limit: Int) throws(FileFailure) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 1)
    defer { buffer.deallocate() }
    let count = try read(into: buffer, at: 0)
    return Array(buffer[..<count])
  }
}

extension Archive {
  /// Runs `body` with the index, and says of its failures which archive they befell.
  package func asking<Answer>(_ body: (MailIndex) throws -> Answer) throws -> Answer {
    try ArchiveFailure.explaining(root.string) { try body(index) }
  }
}
