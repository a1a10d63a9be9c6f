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

    /// True where both are on one file system.
    package func isOnFileSystem(of other: Identity) -> Bool { device == other.device }

    /// The device's number as the kernel writes it: `8:17`.
    package var deviceNumber: String {
      let major = (device >> 32 & 0xFFFF_F000) | (device >> 8 & 0xFFF)
      let minor = (device >> 12 & 0xFFFF_FF00) | (device & 0xFF)
      return "\(major):\(minor)"
    }
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
