import GRDB
import Synchronization

/// The connections to one index file, and the only place where SQLite's errors become ours.
///
/// One connection writes. Beside a write-ahead log a second one reads, so that a listing does not wait for the
/// disk; with a rollback journal the two would shut each other out, and one does both.
final class Connections: Sendable {
  let path: String
  private let main: DatabaseQueue
  private let reader: HeldReader?
  private let isWritable: Bool
  /// True once a change that must be flushed would not be.
  private let doesNotFlush = Atomic<Bool>(false)

  init(path: String, main: DatabaseQueue, reader: HeldReader?, isWritable: Bool) {
    self.path = path
    self.main = main
    self.reader = reader
    self.isWritable = isWritable
  }

  // The connection that may write closes last: SQLite then folds the log into the file and removes it. Nothing
  // can be reported from here, and nothing is lost: what was committed is in the file or in its log.
  deinit {
    try? reader?.close()
    try? main.close()
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(IndexFailure) -> Value {
    do {
      guard let reader else { return try main.unsafeRead(body) }
      return try reader.read(body)
    } catch { throw IndexFailure(error, path: path) }
  }

  /// Runs `body`, in which everything is read as it stood at its beginning.
  ///
  /// To take and give back SQLite's read lock for each short question costs more than the answer. It is for connections
  /// that only read; beside a writer `HeldReader` does the same.
  func keepingSnapshot<Value>(_ body: () throws -> Value) throws -> Value {
    guard !isWritable else { return try body() }
    let isOutermost = try read { database in
      guard !database.isInsideTransaction else { return false }
      try database.beginTransaction(.deferred)
      return true
    }
    guard isOutermost else { return try body() }
    let result = Result { try body() }
    try read { database in
      if database.isInsideTransaction { try database.commit() }
    }
    return try result.get()
  }

  /// Runs `body` in one transaction: all of it is on the disk when this returns, or nothing has changed.
  func write<Value>(_ body: (Database) throws -> Value) throws(IndexFailure) -> Value {
    guard isWritable else { throw IndexFailure(.readOnly, path: path, detail: "opened for reading") }
    do {
      try reader?.release()
      defer { reader?.noteCommit() }
      if doesNotFlush.load(ordering: .relaxed) {
        throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "changes are no longer flushed")
      }
      return try main.write(body)
    } catch { throw IndexFailure(error, path: path) }
  }

  /// The same, for what may be lost by a power cut and by nothing less: the disk is not waited for.
  ///
  /// Only a write-ahead log allows that without harm to the rest; with a rollback journal it is as `write`.
  func note<Value>(_ body: (Database) throws -> Value) throws(IndexFailure) -> Value {
    guard isWritable, let reader else { return try write(body) }
    do {
      try reader.release()
      defer { reader.noteCommit() }
      return try main.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
        defer { restoreFullFlush(database) }
        var value: Value?
        try database.inTransaction {
          value = try body(database)
          return .commit
        }
        guard let value else {
          throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "a transaction without an end")
        }
        return value
      }
    } catch { throw IndexFailure(error, path: path) }
  }

  // Everything after this is flushed again; where SQLite cannot be told so, nothing more is written.
  private func restoreFullFlush(_ database: Database) {
    do { try database.execute(sql: "PRAGMA synchronous = FULL") } catch {
      doesNotFlush.store(true, ordering: .relaxed)
    }
  }

  func close() throws(IndexFailure) {
    do {
      try reader?.close()
      try main.close()
    } catch { throw IndexFailure(error, path: path) }
  }
}
