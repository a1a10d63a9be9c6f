/// The index of an archive: which messages are here, from where, since when. A cache, made again from the files
/// at any time.
///
/// One value opens one file, once a process. All calls may come from any thread; each change is one transaction,
/// on the disk (`synchronous=FULL`) when the call returns. Streams hand rows out in pages and hold no lock
/// meanwhile: they may be left, and the index may be used and changed from within. All times are in seconds
/// since 1970 UTC.
package final class MailIndex: Sendable {
  /// What the index is opened for.
  package enum Mode: Sendable {
    /// Makes the file where there is none, and brings its tables up to date.
    case writing
    /// Changes nothing; works beside a writer, and on a file system that is read-only.
    case reading
  }

  /// How changes are made safe.
  package enum Journal: Sendable {
    /// A write-ahead log: readers and the writer do not wait for each other.
    case wal
    /// A rollback journal: for file systems on which SQLite cannot share memory.
    case rollback
  }

  let connections: Connections

  init(_ connections: Connections) { self.connections = connections }

  /// Opens the index file at `path`; the file is made with mode 0600.
  ///
  /// - Throws: `.newerVersion`, `.foreign`, `.corrupt`, and what the disk says; for reading also `.olderVersion`,
  ///   and `.cannotOpen` where there is no file.
  package static func open(
    at path: String, mode: Mode, journal: Journal = .wal
  ) throws(IndexFailure) -> MailIndex {
    let opening = Opening(path: path)
    switch mode {
    case .writing: return MailIndex(try opening.forWriting(journal))
    case .reading: return MailIndex(try opening.forReading())
    }
  }

  /// Runs `body`, in which everything is read as it stood at its beginning, where this was opened for reading: many
  /// short questions take less time so.
  package func keepingSnapshot<Value>(_ body: () throws -> Value) throws -> Value {
    try connections.keepingSnapshot(body)
  }

  /// Ends all use of the file and folds the log into it: the file alone is the index then, and may be moved.
  package func close() throws(IndexFailure) { try connections.close() }
}
