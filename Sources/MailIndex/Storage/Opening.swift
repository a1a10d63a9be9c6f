import CSQLite
import GRDB
import Glibc

/// The ways to open an index file.
struct Opening {
  /// SQLite would take a name that begins with `file:` for a URI.
  let path: String

  init(path: String) { self.path = path.hasPrefix("/") ? path : "./\(path)" }

  func forWriting(_ journal: MailIndex.Journal) throws(IndexFailure) -> Connections {
    do {
      try makePrivateFile()
      popkeep_sqlite_without_statistics()
      let main = try DatabaseQueue(path: path, configuration: writing(configuration()))
      let isShared = try main.writeWithoutTransaction { database in
        try refuseOthers(database, emptyIsFine: true)
        let isShared = try choose(journal, database)
        try claim(database)
        return isShared
      }
      try Schema.migrator.migrate(main)
      let reader = isShared ? try HeldReader(path: path, configuration: configuration()) : nil
      return Connections(path: path, main: main, reader: reader, isWritable: true)
    } catch { throw IndexFailure(error, path: path) }
  }

  func forReading() throws(IndexFailure) -> Connections {
    Connections(path: path, main: try readingConnection(), reader: nil, isWritable: false)
  }

  /// A connection of its own that changes nothing.
  func readingConnection() throws(IndexFailure) -> DatabaseQueue {
    do {
      do { return try openForReading(path) } catch {
        // A log needs a shared-memory file beside it, which a read-only file system does not let SQLite make.
        // Without a log that has anything in it, the file alone is the whole index.
        guard case .cannotOpen = IndexFailure(error, path: path).code, access(path, R_OK) == 0, !hasLog
        else { throw error }
        return try openForReading(immutableName)
      }
    } catch { throw IndexFailure(error, path: path) }
  }

  private func openForReading(_ name: String) throws -> DatabaseQueue {
    var configuration = configuration()
    configuration.readonly = true
    // A snapshot is kept from one access to the next.
    configuration.allowsUnsafeTransactions = true
    let main = try DatabaseQueue(path: name, configuration: configuration)
    try main.unsafeRead { database in
      guard try refuseOthers(database, emptyIsFine: false) else {
        throw IndexFailure(.olderVersion, path: path, detail: "")
      }
    }
    return main
  }

  private func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { try $0.set("PRAGMA synchronous = FULL; PRAGMA cache_size = -4096") }
    return configuration
  }

  // The states that the tables check for are those of an enumeration here, and a list to compare with would be
  // built for each row. `verify` checks them.
  private func writing(_ configuration: Configuration) -> Configuration {
    var configuration = configuration
    configuration.prepareDatabase { database in
      // Each batch writes the pages of two indices nearly all: the more batches between two checkpoints, the fewer of
      // them are written twice. The log has 16 MB then; one that grew beside a long reader shrinks again.
      try database.set(
        """
        PRAGMA ignore_check_constraints = ON; PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 33554432
        """)
    }
    return configuration
  }

  /// Refuses files of other programs, and of later versions of this one, before anything in them is changed.
  ///
  /// - Returns: whether the file has been through all migrations.
  @discardableResult
  private func refuseOthers(_ database: Database, emptyIsFine: Bool) throws -> Bool {
    let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    if application != Schema.applicationID {
      let isEmpty = try Int.fetchOne(database, sql: "SELECT 1 FROM sqlite_master LIMIT 1") == nil
      if !isEmpty || application != 0 { throw IndexFailure(.foreign, path: path, detail: "") }
      if !emptyIsFine { throw IndexFailure(.olderVersion, path: path, detail: "") }
    }
    let known = Schema.migrator.migrations
    let applied = try appliedMigrations(database)
    guard applied.allSatisfy(known.contains) else {
      throw IndexFailure(.newerVersion, path: path, detail: "")
    }
    return known.allSatisfy(applied.contains)
  }

  // The migrator tells the same, by sets of its own that every search would wait for.
  private func appliedMigrations(_ database: Database) throws -> [String] {
    let table = try Prepared("SELECT 1 FROM sqlite_master WHERE name = 'grdb_migrations'", in: database)
    guard try table.step() else { return [] }
    let query = try Prepared("SELECT identifier FROM grdb_migrations", in: database)
    var applied: [String] = []
    while try query.step() { applied.append(query.text(0)) }
    return applied
  }

  /// Marks a new file before it has a table: GRDB makes one of its own before the first migration, and a run that
  /// is cut off between the two must not leave what looks like another program's database.
  private func claim(_ database: Database) throws {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") != Schema.applicationID else { return }
    try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
  }

  /// Sets the journal; true where it is a write-ahead log, which not every file system carries.
  func choose(_ journal: MailIndex.Journal, _ database: Database) throws -> Bool {
    let name =
      switch journal {
      case .wal: "WAL"
      case .rollback: "DELETE"
      }
    return try String.fetchOne(database, sql: "PRAGMA journal_mode = \(name)") == "wal"
  }

  // SQLite gives its log and journal the mode of the file.
  func makePrivateFile() throws {
    let file = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file >= 0 {
      Glibc.close(file)
    } else if errno != EEXIST {
      let reason = String(cString: strerror(errno))
      switch errno {
      case EROFS: throw IndexFailure(.readOnly, path: path, detail: reason)
      case ENOSPC, EDQUOT: throw IndexFailure(.full, path: path, detail: reason)
      case EIO: throw IndexFailure(.io, path: path, detail: reason)
      case _: throw IndexFailure(.cannotOpen, path: path, detail: reason)
      }
    }
  }

  var hasLog: Bool {
    var status = stat()
    return stat("\(path)-wal", &status) == 0 && status.st_size > 0
  }

  // The path as a URI, every octet escaped that is neither letter, digit nor slash.
  var immutableName: String {
    let escaped = path.utf8.map { octet in
      let character = Character(UnicodeScalar(octet))
      if character.isASCII && (character.isLetter || character.isNumber || character == "/") {
        return String(character)
      }
      return (octet < 16 ? "%0" : "%") + String(octet, radix: 16)
    }
    return "file:\(escaped.joined())?immutable=1"
  }
}
