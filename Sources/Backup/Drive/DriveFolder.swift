package import Maildir
import Synchronization
package import SystemPackage

/// A drive's copy of an archive: the folder that its marker is in, opened.
///
/// All that is in it is reached from here, not by its path: what is mounted or taken away meanwhile changes nothing, and
/// nothing is ever written beneath a mount point.
package final class DriveFolder: Sendable {
  package let marker: DriveMarker
  package let system: MountedFileSystem
  package let folder: OpenFolder
  private let names = TemporaryNames()
  private let drawn = Atomic(0)

  static let temporaries = ".tmp"

  init(_ folder: OpenFolder, _ marker: DriveMarker, on system: MountedFileSystem) {
    self.folder = folder
    self.marker = marker
    self.system = system
  }

  package var path: FilePath { folder.path }
  package var name: String { marker.name }

  /// A name for a file in the making, in `temporaries`.
  func temporaryName() -> String { names.name(drawn.add(1, ordering: .relaxed).newValue) }

  /// Where files are made before they get their names.
  func openTemporaries() throws -> OpenFolder { try folder.folderMade(Self.temporaries) }

  /// Puts a small file in the place of what has its name, whole and on the drive when this returns.
  func replace(_ name: String, with bytes: [UInt8]) throws {
    let temporaries = try openTemporaries()
    let temporary = temporaryName()
    let file = try temporaries.create(temporary)
    try bytes.withUnsafeBytes { try file.write($0, at: 0) }
    try file.flush()
    try folder.put(temporary, from: temporaries, as: name)
    try folder.flush()
  }

  /// True where a file that has to be there can be read, from the drive itself.
  var isReadable: Bool {
    do throws(FileFailure) {
      let file = try folder.open(DriveMarker.fileName)
      file.dropCache()
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: DriveMarker.limit, alignment: 16)
      defer { buffer.deallocate() }
      return try file.read(into: buffer, at: 0) > 0
    } catch { return false }
  }

  /// The first `limit` octets of a file; nil where there is none, or it cannot be read.
  func contents(of name: String, limit: Int) -> [UInt8]? { folder.contents(of: name, limit: limit) }

  /// As the last run left it; nil: none has, or that cannot be read.
  var state: DriveState? {
    contents(of: DriveState.fileName, limit: DriveMarker.limit).flatMap(DriveState.init)
  }

  func note(_ state: DriveState) throws { try replace(DriveState.fileName, with: state.bytes) }

  /// The marker of the copy in `folder`; where it is damaged or gone, what the last run wrote beside it.
  ///
  /// - Throws: `.badMarker` where there is something like a marker that says nothing, `.newerFormat`.
  static func marker(in folder: OpenFolder) throws(DriveFailure) -> DriveMarker? {
    let bytes = folder.contents(of: DriveMarker.fileName, limit: DriveMarker.limit)
    if let marker = bytes.flatMap(DriveMarker.init) {
      guard marker.format <= DriveMarker.format else {
        throw DriveFailure(.newerFormat(marker.format), folder.path.string)
      }
      return marker
    }
    let state = folder.contents(of: DriveState.fileName, limit: DriveMarker.limit).flatMap(DriveState.init)
    if let state { return state.drive }
    if bytes != nil { throw DriveFailure(.badMarker, folder.path.string) }
    return nil
  }

  /// Writes the marker, unless it is there as it should be.
  func mendMarker() throws {
    let written = contents(of: DriveMarker.fileName, limit: DriveMarker.limit).flatMap(DriveMarker.init)
    if written != marker { try replace(DriveMarker.fileName, with: marker.bytes) }
  }
}

extension OpenFolder {
  /// The first `limit` octets of a file; nil where there is none, or it cannot be read.
  func contents(of name: String, limit: Int) -> [UInt8]? {
    do throws(FileFailure) { return try contentsIfThere(of: name, limit: limit) } catch { return nil }
  }

  /// The first `limit` octets of a file; nil where there is none. A link is none.
  func contentsIfThere(of name: String, limit: Int) throws(FileFailure) -> [UInt8]? {
    do throws(FileFailure) {
      let file = try open(name)
      guard try file.status().isRegular else { return nil }
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 1)
      defer { buffer.deallocate() }
      let count = try file.read(into: buffer, at: 0)
      return Array(buffer[..<count])
    } catch  where [.noSuchFileOrDirectory, .tooManySymbolicLinkLevels].contains(error.errno) { return nil }
  }

  /// Opens a folder of this one, made where it is missing; what is no folder and has its name moves aside.
  func folderMade(_ name: String) throws(FileFailure) -> OpenFolder {
    if let folder = try folderOrObstacle(name) { return folder }
    if try status(name) != nil { try moveAside(name) }
    if try makeFolder(name) { try flush() }
    return try folder(name)
  }

  /// Opens a folder of this one; nil where nothing has the name, or something else than a folder.
  func folderOrObstacle(_ name: String) throws(FileFailure) -> OpenFolder? {
    do throws(FileFailure) { return try folderIfThere(name) } catch
      where
      [.notDirectory, .tooManySymbolicLinkLevels].contains(error.errno)
    {
      return nil
    }
  }

  /// Puts a file in the place of what has its name; a folder, which no file can replace, moves aside.
  func put(_ temporary: String, from temporaries: OpenFolder, as name: String) throws(FileFailure) {
    if try status(name)?.isFolder == true { try moveAside(name) }
    try temporaries.rename(temporary, to: name, in: self, replacing: true)
  }

  /// Gives what has this name another: `NAME.damaged`, or the next that is free.
  func moveAside(_ name: String) throws(FileFailure) {
    var other = "\(name).damaged"
    var number = 2
    while try status(other) != nil {
      other = "\(name).damaged-\(number)"
      number += 1
    }
    // It may be a folder, which has no second link; the name was free a moment ago.
    try rename(name, to: other, in: self, replacing: true)
  }
}
