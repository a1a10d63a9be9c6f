import GRDB
import Synchronization

/// A reading connection that keeps its snapshot from one access to the next.
///
/// A listing asks a million short questions. To take and give back SQLite's read lock for each costs more than
/// the answer, so the snapshot is kept until this process has written. A snapshot kept would hold back the
/// write-ahead log's checkpoint: `release` lets go of it before a write.
final class HeldReader: Sendable {
  private let queue: DatabaseQueue
  private let written = Atomic<Int>(0)
  private let held = Atomic<Int>(-1)

  init(path: String, configuration: Configuration) throws {
    var configuration = configuration
    configuration.readonly = true
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { database in
      // What it reads again and again are the upper pages of two indices.
      try database.execute(sql: "PRAGMA cache_size = -2048")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.unsafeRead { database in
      let newest = written.load(ordering: .acquiring)
      if held.load(ordering: .relaxed) != newest || !database.isInsideTransaction {
        try end(database)
        try database.beginTransaction(.deferred)
        held.store(newest, ordering: .relaxed)
      }
      return try body(database)
    }
  }

  func release() throws { try queue.unsafeRead(end) }

  /// To be called after each commit: what is read from now on must show it.
  func noteCommit() { written.add(1, ordering: .releasing) }

  func close() throws {
    try release()
    try queue.close()
  }

  private func end(_ database: Database) throws {
    if database.isInsideTransaction { try database.commit() }
  }
}
