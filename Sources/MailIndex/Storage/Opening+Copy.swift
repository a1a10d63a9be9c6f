import GRDB
import Glibc

extension Opening {
  /// Copies the whole file, as one moment shows it, to a new file at `destination`, which nobody else may use yet.
  func copy(to destination: String) throws(IndexFailure) {
    let source = try readingConnection()
    let target = Opening(path: destination)
    do {
      defer { try? source.close() }
      try target.removeFiles()
      try target.makePrivateFile()
      try target.fill(from: source)
    } catch {
      let failure = IndexFailure(error, path: target.path)
      // What is left of it takes room that a full disk needs; why it failed is told, not this.
      try? target.removeFiles()
      guard failure.code == .corrupt else { throw failure }
      throw IndexFailure(.corrupt, path: path, detail: failure.detail)
    }
  }

  private func fill(from source: DatabaseQueue) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      // Alone with the file, SQLite needs no shared memory beside it, which some file systems do not have.
      try database.execute(
        sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    }
    let copy = try DatabaseQueue(path: path, configuration: configuration)
    try source.unsafeRead { database in
      try copy.writeWithoutTransaction { target in
        try database.backup(to: target)
        // The first page says that there is a log, as it does in the source.
        try target.execute(sql: "PRAGMA journal_mode = DELETE")
      }
    }
    try copy.close()
  }

  func removeFiles() throws {
    for name in ["", "-wal", "-shm", "-journal"].map({ path + $0 }) where unlink(name) != 0 && errno != ENOENT
    {
      throw IndexFailure(.cannotOpen, path: path, detail: String(cString: strerror(errno)))
    }
  }
}
