import InternetMessage
package import MailIndex
import Maildir
import Synchronization
import SystemPackage

/// What a reading for search came to.
package struct SearchReading: Sendable, Equatable {
  /// Messages that were read.
  package var messages = 0
  /// Of these, messages whose file could not be read: they are found by their header alone.
  package var unreadable = 0
  /// Another program is reading the same archive: what it has not read yet is not found.
  package var isElsewhere = false
  /// The reading was ended before all was read.
  package var wasStopped = false
}

extension Archive {
  static let searchName = "search.sqlite"

  /// Reads for search every message that was not read yet, oldest first. Whatever ends it, what was read is kept, and
  /// the next reading goes on from there.
  ///
  /// - Parameters:
  ///   - memory: octets of words that are gathered before they are written.
  ///   - batch: messages that are written together.
  ///   - goesOn: asked between batches with the messages read so far; false ends the reading.
  package func readForSearch(
    memory: Int = 32 << 20, batch: Int = 2_000, _ goesOn: (Int) -> Bool = { _ in true }
  ) throws -> SearchReading {
    try ArchiveFailure.explaining(root.string) {
      let last = try index.lastMessage()
      if let search = try searchIndex(), try search.readUpTo() >= last {
        readSearch.withLock { $0 = search }
        return SearchReading()
      }
      readSearch.withLock { $0 = nil }
      guard let lock = try SearchLock.take(in: folder) else { return SearchReading(isElsewhere: true) }
      defer { withExtendedLifetime(lock) {} }
      // SQLite takes a path, and by now another archive may have been put there.
      guard isInPlace else { throw ArchiveFailure(.another, root.string) }
      let search = try SearchIndex.forWriting(
        at: root.appending(Self.searchName).string, stamp: index.stamp(),
        journal: index.hasLog() ? .wal : .rollback, memory: memory)
      var pass = try SearchPass(self, search, batch: batch, memory: memory)
      let reading = try pass.read(upTo: last, goesOn)
      try search.close()
      return reading
    }
  }

  /// What was read for search so far; nil: nothing of this index.
  package func searchIndex() throws -> SearchIndex? {
    // Each has one of its own: while one search hands out, another is asked.
    if let open = readSearch.withLock({ $0.take() }) { return open }
    return try ArchiveFailure.explaining(root.string) {
      try SearchIndex.forReading(at: root.appending(Self.searchName).string, stamp: index.stamp())
    }
  }
}

/// The lock of whoever reads for search; it ends with this value, or with the process.
private final class SearchLock {
  private let file: OpenFile

  private init(_ file: consuming OpenFile) { self.file = file }

  /// Nil: another has it.
  static func take(in folder: OpenFolder) throws(FileFailure) -> SearchLock? {
    let file = try openFile(try folder.folder(".popkeep"))
    return try file.lock() ? SearchLock(file) : nil
  }

  private static func openFile(_ folder: OpenFolder) throws(FileFailure) -> OpenFile {
    do throws(FileFailure) {
      return try folder.create("search.lock")
    } catch  where error.errno == .fileExists {
      return try folder.open("search.lock", writing: true)
    }
  }
}
