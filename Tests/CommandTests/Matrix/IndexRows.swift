import GRDBSQLite
import TestFiles

/// The messages that the index file of an archive has committed, read by SQLite alone.
struct IndexRows {
  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  /// The names of the files, up to the flags.
  private(set) var bases: [String] = []

  init(archive: String) throws {
    var connection: OpaquePointer?
    defer { sqlite3_close(connection) }
    guard sqlite3_open_v2("\(archive)/index.sqlite", &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK
    else { throw Self.failure(connection) }
    sqlite3_busy_timeout(connection, 5_000)
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    // A row without its copy on the server is half a record.
    let sql = """
      SELECT m.base FROM messages m
      WHERE m.state = 'stored' AND EXISTS (SELECT 1 FROM server_copies c WHERE c.message = m.id)
      """
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK
    else { throw Self.failure(connection) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: bases.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
      case SQLITE_DONE: return
      default: throw Self.failure(connection)
      }
    }
  }

  /// The first column of what a query gives.
  static func integers(_ sql: String, archive: String) throws -> [Int64] {
    var connection: OpaquePointer?
    defer { sqlite3_close(connection) }
    guard sqlite3_open_v2("\(archive)/index.sqlite", &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK
    else { throw failure(connection) }
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
      throw failure(connection)
    }
    var values: [Int64] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: values.append(sqlite3_column_int64(statement, 0))
      case SQLITE_DONE: return values
      default: throw failure(connection)
      }
    }
  }

  /// Changes the index file of an archive that nobody has open.
  static func change(_ archive: String, _ sql: String) throws {
    var connection: OpaquePointer?
    defer { sqlite3_close(connection) }
    guard sqlite3_open_v2("\(archive)/index.sqlite", &connection, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
      sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK
    else { throw failure(connection) }
  }

  private static func failure(_ connection: OpaquePointer?) -> Unreadable {
    Unreadable(description: sqlite3_errmsg(connection).map { String(cString: $0) } ?? "no memory")
  }
}
