import Glibc
package import SystemPackage

/// An open folder: names in it are used relative to its descriptor, whatever becomes of the path meanwhile.
package final class OpenFolder: Sendable {
  package let path: FilePath
  package let calls: FileCalls
  private let descriptor: Int32
  /// No link below it is followed to another folder.
  private let refusesLinks: Bool

  /// - Parameter refusingLinks: the folders below it are its own, or are not opened at all.
  package init(
    _ path: FilePath, calls: FileCalls, refusingLinks: Bool = false
  ) throws(FileFailure) {
    self.path = path
    self.calls = calls
    refusesLinks = refusingLinks
    do throws(Errno) {
      descriptor = try calls.openFolder(path.string)
    } catch {
      throw FileFailure(.open, path.string, error)
    }
  }

  private init(
    _ path: FilePath, named name: String, in folder: OpenFolder
  ) throws(FileFailure) {
    self.path = path
    calls = folder.calls
    refusesLinks = folder.refusesLinks
    do throws(Errno) {
      descriptor = try calls.openFolder(name, in: folder.descriptor, refusingLinks: refusesLinks)
    } catch {
      throw FileFailure(.open, path.string, error)
    }
  }

  // Nothing was written through this descriptor that its close could fail to keep.
  deinit { try? calls.close(descriptor) }

  private func failure(_ operation: FileOperation, _ name: String, _ code: Errno) -> FileFailure {
    FileFailure(operation, name.isEmpty ? path.string : "\(path.string)/\(name)", code)
  }

  /// Opens the folder `name` in this one; `a/b` goes down two.
  package func folder(_ name: String) throws(FileFailure) -> OpenFolder {
    // Only the last part of a name can be refused to be a link.
    if refusesLinks, let cut = name.utf8.lastIndex(of: UInt8(ascii: "/")) {
      return try folder(String(name[..<cut])).folder(String(name[name.index(after: cut)...]))
    }
    return try OpenFolder(name == "." ? path : path.appending(name), named: name, in: self)
  }

  /// Opens the folder `name` in this one; nil where nothing is.
  package func folderIfThere(_ name: String) throws(FileFailure) -> OpenFolder? {
    do throws(FileFailure) { return try folder(name) } catch  where error.isAbsence { return nil }
  }

  /// Makes a new file, readable by its owner alone; an existing one is a failure (`EEXIST`).
  package func create(_ name: String) throws(FileFailure) -> OpenFile {
    do throws(Errno) {
      return OpenFile(
        descriptor: try calls.create(name, in: descriptor), path: "\(path.string)/\(name)", calls: calls)
    } catch {
      throw failure(.create, name, error)
    }
  }

  package func open(_ name: String, writing: Bool = false) throws(FileFailure) -> OpenFile {
    do throws(Errno) {
      let file = try calls.open(name, in: descriptor, flags: writing ? O_RDWR : O_RDONLY)
      return OpenFile(descriptor: file, path: "\(path.string)/\(name)", calls: calls)
    } catch {
      throw failure(.open, name, error)
    }
  }

  package func remove(_ name: String) throws(FileFailure) {
    do throws(Errno) { try calls.remove(name, in: descriptor) } catch { throw failure(.remove, name, error) }
  }

  /// Removes `name`; that it is gone already is no failure.
  package func removeIfThere(_ name: String) throws(FileFailure) {
    do throws(Errno) {
      try calls.remove(name, in: descriptor)
    } catch .noSuchFileOrDirectory {
      return
    } catch {
      throw failure(.remove, name, error)
    }
  }

  /// Renames over whatever is there.
  package func replace(_ newName: String, with name: String) throws(FileFailure) {
    try rename(name, to: newName, in: self, replacing: true)
  }

  package func rename(
    _ name: String, to newName: String, in folder: OpenFolder, replacing: Bool
  ) throws(FileFailure) {
    do throws(Errno) {
      try calls.rename(
        name, in: descriptor, to: newName, in: folder.descriptor, replacing: replacing)
    } catch {
      throw folder.failure(.rename, newName, error)
    }
  }

  func link(_ name: String, to newName: String, in folder: OpenFolder) throws(FileFailure) {
    do throws(Errno) {
      try calls.link(name, in: descriptor, to: newName, in: folder.descriptor)
    } catch {
      throw folder.failure(.link, newName, error)
    }
  }

  /// Makes a folder, readable by its owner alone. Returns false where one is there already.
  @discardableResult
  package func makeFolder(_ name: String) throws(FileFailure) -> Bool {
    do throws(Errno) {
      try calls.makeFolder(name, in: descriptor)
      return true
    } catch .fileExists {
      return false
    } catch {
      throw failure(.makeFolder, name, error)
    }
  }

  /// What is at `name` (a link is not followed); nil where nothing is.
  package func status(_ name: String) throws(FileFailure) -> FileStatus? {
    do throws(Errno) {
      return try calls.inspect(name, in: descriptor)
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw failure(.inspect, name, error)
    }
  }

  package func status() throws(FileFailure) -> FileStatus {
    do throws(Errno) {
      return try calls.inspect(descriptor)
    } catch {
      throw failure(.inspect, "", error)
    }
  }

  /// Calls `body` with every name in the folder, in no order; names that come or go meanwhile may be missed.
  package func forEachName(_ body: (String) throws -> Void) throws {
    try forEachEntry { try body($0.name) }
  }

  /// As above, with what the folder itself tells of each file.
  package func forEachEntry(_ body: (FolderEntry) throws -> Void) throws {
    do {
      try calls.list(descriptor, body)
    } catch let error as Errno {
      throw failure(.list, "", error)
    }
  }

  /// Returns when the names in the folder are on the disk.
  ///
  /// A file system that flushes no single folder flushes all it has; that is more. An error of the disk is none of
  /// the answers by which it says so.
  package func flush() throws(FileFailure) {
    do throws(Errno) {
      try calls.flush(descriptor)
    } catch  where [.invalidArgument, .noFunction, .notSupported].contains(error) {
      try flushFileSystem()
    } catch {
      throw failure(.flush, "", error)
    }
  }

  /// Returns when all that was written to the file system of this folder is on the disk. Errors of writing
  /// back since the folder was opened are reported (Linux 5.8 and later).
  package func flushFileSystem() throws(FileFailure) {
    do throws(Errno) {
      try calls.flushFileSystem(of: descriptor)
    } catch {
      throw failure(.flushFileSystem, "", error)
    }
  }

  /// True where a program keeps the files and not the kernel.
  func isInUserSpace() throws(FileFailure) -> Bool {
    do throws(Errno) { return try calls.isInUserSpace(descriptor) } catch {
      throw failure(.inspect, "", error)
    }
  }

  /// What an ordinary user may still write to this file system, and its size, in octets.
  package func freeSpace() throws(FileFailure) -> (free: Int64, total: Int64) {
    do throws(Errno) {
      return try calls.measure(descriptor)
    } catch {
      throw failure(.measure, "", error)
    }
  }
}
