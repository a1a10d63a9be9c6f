import GRDBSQLite

/// An index file as SQLite alone sees it.
final class SQLiteFile {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let connection: OpaquePointer?

  init(_ path: String) throws {
    var connection: OpaquePointer?
    let status = sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
    self.connection = connection
    guard status == SQLITE_OK else { throw failure }
    sqlite3_busy_timeout(connection, 5_000)
  }

  deinit { sqlite3_close(connection) }

  /// Runs any number of statements.
  func run(_ sql: String) throws {
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
  }

  /// The first column of the first row.
  func number(_ sql: String) throws -> Int { try first(sql) { Int(sqlite3_column_int64($0, 0)) } }

  /// The same, of a text.
  func text(_ sql: String) throws -> String {
    try first(sql) { sqlite3_column_text($0, 0).map { String(cString: $0) } ?? "" }
  }

  private func first<Value>(_ sql: String, _ column: (OpaquePointer?) -> Value) throws -> Value {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK,
      sqlite3_step(statement) == SQLITE_ROW
    else { throw failure }
    return column(statement)
  }

  private var failure: Failure {
    Failure(description: sqlite3_errmsg(connection).map { String(cString: $0) } ?? "no memory")
  }
}
