import Synchronization
public import SystemPackage

/// A Maildir: message files that are complete, byte-exact and on the disk before anybody can see them.
///
/// Its path is opened once; open it again after something was mounted over it. Deliveries may run side by
/// side.
public final class Maildir: Sendable {
  public let path: FilePath
  public let traits: FileSystemTraits
  let root: OpenFolder
  /// Opened before anything is written: errors of writing back since then are reported on it.
  let temporaries: OpenFolder
  private let names = TemporaryNames()
  private let started = Atomic(0)

  /// Opens the Maildir at `path`, which must be there.
  public init(
    opening path: FilePath, traits: FileSystemTraits = .full, calls: FileCalls = .system
  ) throws(FileFailure) {
    self.path = path
    self.traits = traits
    root = try OpenFolder(path, calls: calls)
    temporaries = try root.folder("tmp")
  }

  /// Makes what is missing of a Maildir at `path`, readable by its owner alone, and returns when it is on the
  /// disk.
  ///
  /// The folder that it is in must be there.
  public static func create(at path: FilePath, calls: FileCalls = .system) throws(FileFailure) {
    guard let name = path.lastComponent?.string else {
      throw FileFailure(.makeFolder, path.string, .invalidArgument)
    }
    let above = path.removingLastComponent()
    let parent = try OpenFolder(above.isEmpty ? "." : above, calls: calls)
    try parent.makeFolder(name)
    try makePlaces(in: try parent.folder(name))
    try parent.flush()
  }

  static func makePlaces(in folder: OpenFolder) throws(FileFailure) {
    for place in ["tmp", "new", "cur"] { try folder.makeFolder(place) }
    try folder.flush()
  }

  /// Starts a message: opens a new file in tmp.
  public func begin() throws(FileFailure) -> Delivery {
    // The name is free unless two runs drew the same 64 bits.
    let name = names.name(started.wrappingAdd(1, ordering: .relaxed).newValue)
    let file = try temporaries.create(name)
    return Delivery(TemporaryFile(name, in: temporaries), file)
  }

  /// Removes what deliveries that were cut off left in tmp; files of other programs stay.
  ///
  /// Call it only while no other process of popkeep delivers here.
  public func removeStaleTemporaries() throws {
    try temporaries.removeStale()
  }

  /// Opens the message file for reading in wire form.
  ///
  /// - Throws: `FileFailure` with `ENOENT` where a reader has moved the file since it was located, and where
  ///   a link, a pipe, a folder or the like has its name: that is no message file, whatever it is called.
  public func open(_ file: StoredFile) throws(FileFailure) -> WireReader {
    let opened = try openFile(file)
    guard try opened.status().isRegular else { throw FileFailure(.open, opened.path, .noSuchFileOrDirectory) }
    return WireReader(opened, expands: file.name?.wireSize != nil)
  }

  /// The same, to be read in any order, as it is stored.
  package func openStored(_ file: StoredFile) throws(FileFailure) -> OpenFile {
    let opened = try openFile(file)
    guard try opened.status().isRegular else { throw FileFailure(.open, opened.path, .noSuchFileOrDirectory) }
    return opened
  }

  func openFile(_ file: StoredFile) throws(FileFailure) -> OpenFile {
    do throws(FileFailure) {
      return try root.open(file.path)
    } catch {
      throw error.isOddity ? FileFailure(.open, error.path, .noSuchFileOrDirectory) : error
    }
  }

  /// What the file system says of the file; nil where it is not there any more.
  public func status(of file: StoredFile) throws(FileFailure) -> FileStatus? { try root.status(file.path) }

  /// True where a link, a pipe, a folder or the like has the name of a message file.
  public func isOdd(_ file: StoredFile) throws(FileFailure) -> Bool {
    guard let status = try status(of: file) else { return false }
    return !status.isRegular
  }
}

extension OpenFolder {
  /// Removes the files that popkeep made for the moment and had no time to remove.
  package func removeStale() throws {
    var stale: [String] = []
    try forEachName { name in
      if TemporaryNames.areOurs(name) { stale.append(name) }
    }
    for name in stale { try removeIfThere(name) }
  }
}

extension Maildir {
  /// Takes a file out of the Maildir: it gets the name `name`, which must be free (else `EEXIST`), in `folder`.
  package func putAside(_ file: StoredFile, in folder: OpenFolder, as name: String) throws(FileFailure) {
    let place = try root.folder(file.placeFolder)
    try place.name(file.fileName, name, in: folder, by: traits.naming)
    try folder.flush()
    try place.flush()
  }
}
