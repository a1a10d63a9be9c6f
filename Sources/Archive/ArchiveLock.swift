import Maildir
import SystemPackage

/// The lock that one writing process holds on an archive; it ends with this value, or with the process.
final class ArchiveLock: Sendable {
  private let file: OpenFile

  init(_ folder: OpenFolder) throws {
    let own = try folder.folder(".popkeep")
    let file = try Self.openFile(own)
    guard try file.lock() else { throw ArchiveFailure(.locked, folder.path.string) }
    self.file = file
  }

  private static func openFile(_ folder: OpenFolder) throws(FileFailure) -> OpenFile {
    do throws(FileFailure) {
      return try folder.create("lock")
    } catch  where error.errno == .fileExists {
      return try folder.open("lock", writing: true)
    }
  }
}
