import SystemPackage

/// What a file system can do, found out by doing it.
public struct FileSystemTraits: Sendable, Equatable {
  /// How a file gets a name that must not be taken.
  public enum Naming: String, Sendable {
    /// A rename that refuses to replace.
    case exclusiveRename
    /// A second link to the file, then the first removed: NFS and others.
    case link
    /// A look, then a rename: all that is left on exFAT or FAT through some drivers.
    case checkedRename
  }

  /// Names may hold a colon; where not, `;` stands before the flags.
  public let takesColon: Bool
  public let naming: Naming
  /// `syncfs` returns when all that was written is on the disk. Not so where a program keeps the files (FUSE): the
  /// kernel keeps the call to itself, and each file and folder has to be flushed.
  public let flushesAtOnce: Bool

  /// What every Linux file system can do.
  public static let full = FileSystemTraits(takesColon: true, naming: .exclusiveRename)

  public init(takesColon: Bool, naming: Naming, flushesAtOnce: Bool = true) {
    self.takesColon = takesColon
    self.naming = naming
    self.flushesAtOnce = flushesAtOnce
  }

  /// The file system has all that a Linux file system has: no special care is needed.
  public var isFull: Bool { takesColon && naming == .exclusiveRename && flushesAtOnce }

  var separator: FlagSeparator { takesColon ? .colon : .semicolon }

  /// Tries the file system of `folder` out, with files of its own that it removes again.
  package static func probe(_ folder: OpenFolder) throws(FileFailure) -> FileSystemTraits {
    let names = TemporaryNames()
    _ = try folder.create(names.name(0))
    let file = TemporaryFile(names.name(0), in: folder)
    return FileSystemTraits(
      takesColon: try takesColon(folder, names), naming: try naming(folder, file, names),
      flushesAtOnce: try !folder.isInUserSpace())
  }

  private static func takesColon(_ folder: OpenFolder, _ names: TemporaryNames) throws(FileFailure) -> Bool {
    let name = names.name(1) + ":"
    do throws(FileFailure) {
      _ = try folder.create(name)
      try folder.remove(name)
      return true
    } catch  where isRefusal(error.errno) || error.isAbsence {
      // The folder is there: that nothing is means the name (exfat-fuse).
      return false
    }
  }

  private static func naming(
    _ folder: OpenFolder, _ file: TemporaryFile, _ names: TemporaryNames
  ) throws(FileFailure) -> Naming {
    for naming in [Naming.exclusiveRename, .link] {
      do throws(FileFailure) {
        try folder.name(file.name, names.name(2), in: folder, by: naming)
        try folder.rename(names.name(2), to: file.name, in: folder, replacing: true)
        return naming
      } catch  where isRefusal(error.errno) {
        continue
      }
    }
    return .checkedRename
  }

  /// The answers of a file system that cannot do what it was asked; all others are failures.
  private static func isRefusal(_ code: Errno) -> Bool {
    [.invalidArgument, .noFunction, .notSupported, .notPermitted, .permissionDenied].contains(code)
  }
}

extension OpenFolder {
  /// Gives the file `name` of this folder the name `newName` in `folder`, which must be free (else `EEXIST`).
  package func name(
    _ name: String, _ newName: String, in folder: OpenFolder, by naming: FileSystemTraits.Naming
  ) throws(FileFailure) {
    switch naming {
    case .exclusiveRename:
      try rename(name, to: newName, in: folder, replacing: false)
    case .link:
      try link(name, to: newName, in: folder)
      try remove(name)
    case .checkedRename:
      if try folder.status(newName) != nil {
        throw FileFailure(.rename, "\(folder.path.string)/\(newName)", .fileExists)
      }
      try rename(name, to: newName, in: folder, replacing: true)
    }
  }
}
