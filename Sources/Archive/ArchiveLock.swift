import Glibc
import Maildir
import SystemPackage

/// The lock that one writing process holds on an archive; it ends with this value, or with the process.
final class ArchiveLock: Sendable {
  private let file: OpenFile

  init(_ folder: OpenFolder) throws {
    let own = try folder.folder(".popkeep")
    let file = try Self.openFile(own)
    guard try Self.take(file) else { throw ArchiveFailure(.locked, folder.path.string) }
    self.file = file
  }

  /// A process that is just being started holds a copy of every descriptor until it is itself: a lock that was
  /// let go of may live that little longer. So it is asked for a few times.
  private static func take(_ file: borrowing OpenFile) throws(FileFailure) -> Bool {
    for _ in 0..<20 {
      if try file.lock() { return true }
      poll(nil, 0, 10)
    }
    return try file.lock()
  }

  private static func openFile(_ folder: OpenFolder) throws(FileFailure) -> OpenFile {
    do throws(FileFailure) {
      return try folder.create("lock")
    } catch  where error.errno == .fileExists {
      return try folder.open("lock", writing: true)
    }
  }
}
