import Glibc

/// What the file system says of a file.
public struct FileStatus: Sendable, Equatable {
  /// Octets.
  public let size: Int64
  public let isFolder: Bool
  public let isRegular: Bool
  /// Seconds since 1970, UTC: when the content, for a folder its names, last changed.
  public let modified: Int64
  /// The part of `modified` below a second, in nanoseconds.
  public let modifiedNanoseconds: Int
  /// Seconds since 1970, UTC: when the file last got a name, a time or content. For a delivered message
  /// nobody has touched, when it was safe here.
  public let changed: Int64
  /// The file system that the file is on, and its number there: together no other file's.
  public let identity: Identity

  public struct Identity: Sendable, Equatable {
    let device: UInt64
    let number: UInt64
  }

  init(_ status: stat) {
    size = Int64(status.st_size)
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    isRegular = status.st_mode & S_IFMT == S_IFREG
    modified = Int64(status.st_mtim.tv_sec)
    modifiedNanoseconds = Int(status.st_mtim.tv_nsec)
    changed = Int64(status.st_ctim.tv_sec)
    identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
  }
}
