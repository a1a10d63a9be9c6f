/// A copy of the whole index, while it is in use.
extension MailIndex {
  /// Writes the index as it is now to a new file at `path`, in place of one that is there.
  ///
  /// Whoever calls this flushes the file and gives it its name: nothing here waits for the disk. Beside a write-ahead log
  /// nobody waits for this; with a rollback journal, a change waits until this has ended. The file needs no log and no
  /// journal beside it: it can be read where nothing can be written. After a failure there is none.
  package func snapshot(to path: String) throws(IndexFailure) {
    try Opening(path: connections.path).copy(to: path)
  }
}
