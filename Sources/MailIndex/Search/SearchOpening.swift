import CSQLite
import GRDB
import Glibc

/// The ways to open a file of what was read for search.
struct SearchOpening {
  private let opening: Opening
  private let stamp: [UInt8]
  private var path: String { opening.path }

  init(path: String, stamp: [UInt8]) {
    opening = Opening(path: path)
    self.stamp = stamp
  }

  func forReading() throws(IndexFailure) -> DatabaseQueue? {
    do {
      guard let queue = try readingConnection() else { return nil }
      return try queue.unsafeRead(isOurs) ? queue : nil
    } catch {
      let failure = IndexFailure(error, path: path)
      // Whoever may write makes it anew, or ends what was cut off while it was made.
      if failure.code == .corrupt || failure.code == .readOnly { return nil }
      throw failure
    }
  }

  private func readingConnection() throws -> DatabaseQueue? {
    var configuration = configuration(cache: 8192, maps: true)
    configuration.readonly = true
    do { return try DatabaseQueue(path: path, configuration: configuration) } catch {
      guard IndexFailure(error, path: path).code == .cannotOpen else { throw error }
      do { return try DatabaseQueue(path: opening.immutableName, configuration: configuration) } catch {
        if IndexFailure(error, path: path).code == .cannotOpen { return nil }
        throw error
      }
    }
  }

  func forWriting(_ journal: MailIndex.Journal, memory: Int) throws(IndexFailure) -> DatabaseQueue {
    popkeep_sqlite_without_statistics()
    do {
      if let queue = try existing(journal, memory) { return queue }
      // Readers that have it open keep what they have.
      try opening.removeFiles()
      return try make(journal, memory)
    } catch { throw IndexFailure(error, path: path) }
  }

  /// Nil: it is not there, or no use.
  private func existing(_ journal: MailIndex.Journal, _ memory: Int) throws -> DatabaseQueue? {
    do {
      guard access(path, F_OK) == 0 else { return nil }
      let queue = try DatabaseQueue(
        path: path, configuration: configuration(cache: memory / 2048, maps: false))
      let isOurs = try queue.writeWithoutTransaction { database in
        try refuseForeign(database)
        guard try self.isOurs(database) else { return false }
        try prepare(database, journal, memory)
        return true
      }
      return isOurs ? queue : nil
    } catch {
      guard IndexFailure(error, path: path).code == .corrupt else { throw error }
      return nil
    }
  }

  private func make(_ journal: MailIndex.Journal, _ memory: Int) throws -> DatabaseQueue {
    try opening.makePrivateFile()
    let queue = try DatabaseQueue(path: path, configuration: configuration(cache: memory / 2048, maps: false))
    try queue.writeWithoutTransaction { database in
      // What a search reads lies closer together on large pages.
      try database.execute(sql: "PRAGMA page_size = 16384")
      // Before there is a table, so that a file which was cut off here is known as ours.
      try database.execute(sql: "PRAGMA application_id = \(SearchSchema.applicationID)")
      try database.inTransaction {
        try database.execute(sql: SearchSchema.tables)
        var reading = try Prepared("INSERT INTO reading VALUES (1, ?, 0)", in: database)
        try reading.bind(stamp)
        try reading.run()
        try database.execute(sql: "PRAGMA user_version = \(SearchSchema.version)")
        return .commit
      }
      try prepare(database, journal, memory)
    }
    return queue
  }

  private func prepare(_ database: Database, _ journal: MailIndex.Journal, _ memory: Int) throws {
    _ = try opening.choose(journal, database)
    try database.execute(
      sql: """
        INSERT INTO words(words, rank) VALUES('hashsize', \(memory));
        INSERT INTO words(words, rank) VALUES('automerge', 8);
        """)
  }

  private func refuseForeign(_ database: Database) throws {
    let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    if application != SearchSchema.applicationID {
      let isEmpty = try Int.fetchOne(database, sql: "SELECT 1 FROM sqlite_master LIMIT 1") == nil
      if !isEmpty || application != 0 { throw IndexFailure(.foreign, path: path, detail: "") }
    }
  }

  private func isOurs(_ database: Database) throws -> Bool {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == SearchSchema.applicationID,
      try Int32.fetchOne(database, sql: "PRAGMA user_version") == SearchSchema.version
    else { return false }
    let query = try Prepared("SELECT stamp FROM reading", in: database)
    return try query.step() && query.octets(0) == stamp
  }

  /// - Parameters:
  ///   - cache: in KB.
  ///   - maps: pages are read where the system has them; whoever writes would hold all of the file.
  private func configuration(cache: Int, maps: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      // A power cut may take away the last of it, and the messages are read again.
      try database.set(
        """
        PRAGMA synchronous = NORMAL; PRAGMA cache_size = -\(max(cache, 2048)); PRAGMA mmap_size = \(maps ? 1 << 30 : 0);
        PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 33554432
        """)
    }
    return configuration
  }
}
