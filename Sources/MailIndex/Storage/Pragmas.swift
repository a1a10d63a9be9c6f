import GRDB
import GRDBSQLite

extension Database {
  /// Sets what a connection is asked for. GRDB would look into each statement first, and every search waits for these.
  func set(_ pragmas: String) throws {
    let code = sqlite3_exec(sqliteConnection, pragmas, nil, nil, nil)
    if code != SQLITE_OK {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage)
    }
  }
}
