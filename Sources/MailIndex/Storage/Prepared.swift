import GRDB
import GRDBSQLite

/// A cached statement in use: parameters are bound from left to right, columns read by position.
///
/// Values go to SQLite as they are, without a box each: a listing looks up a million copies, and a batch writes
/// thousands of rows. Dropping the value resets the statement, so that no lock outlives it.
struct Prepared: ~Copyable {
  private let database: Database
  private let statement: Statement
  private let handle: SQLiteStatement
  private var parameter: Int32 = 0
  private var octets = BoundOctets()

  init(_ sql: String, in database: Database) throws {
    self.database = database
    statement = try database.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
    sqlite3_reset(handle)
  }

  // What it is bound to goes with this value.
  deinit {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  /// Steps to the next row; false: there is none.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw failure(code)
    }
  }

  /// Runs a statement that gives no rows, and makes it ready for the next values.
  mutating func run() throws {
    while try step() {}
    restart()
  }

  /// Makes the statement ready for the next values, whatever rows of it were read.
  mutating func restart() {
    sqlite3_reset(handle)
    parameter = 0
    octets.clear()
  }

  private func check(_ code: Int32) throws {
    if code != SQLITE_OK { throw failure(code) }
  }

  private func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
  }
}

// Tells SQLite to copy the octets before the call returns.
private var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

extension Prepared {
  mutating func bind(_ value: Int64?) throws {
    parameter += 1
    guard let value else { return try check(sqlite3_bind_null(handle, parameter)) }
    try check(sqlite3_bind_int64(handle, parameter, value))
  }

  mutating func bind(_ value: Int) throws { try bind(Int64(value)) }

  mutating func bind(_ value: Bool) throws { try bind(value ? 1 : 0 as Int64) }

  mutating func bind(_ value: AccountID) throws { try bind(value.value) }

  mutating func bind(_ value: String?) throws {
    parameter += 1
    guard var value else { return try check(sqlite3_bind_null(handle, parameter)) }
    let code = value.withUTF8 { text in
      let kept = octets.keep(UnsafeRawBufferPointer(text))
      let start = kept.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(text.baseAddress)
      // A text without a pointer would be NULL, which means something else.
      guard let start else { return sqlite3_bind_text(handle, parameter, "", 0, copied) }
      return sqlite3_bind_text64(
        handle, parameter, start.assumingMemoryBound(to: CChar.self), UInt64(text.count),
        kept == nil ? copied : nil, UInt8(SQLITE_UTF8))
    }
    try check(code)
  }

  /// Binds octets that are UTF-8 as text.
  mutating func bind(text value: [UInt8]) throws {
    parameter += 1
    let code = value.withUnsafeBytes { text in
      let kept = octets.keep(text)
      let start = kept.map { UnsafeRawPointer($0) } ?? text.baseAddress
      guard let start else { return sqlite3_bind_text(handle, parameter, "", 0, copied) }
      return sqlite3_bind_text64(
        handle, parameter, start.assumingMemoryBound(to: CChar.self), UInt64(text.count),
        kept == nil ? copied : nil, UInt8(SQLITE_UTF8))
    }
    try check(code)
  }

  mutating func bind(_ value: [UInt8]?) throws {
    parameter += 1
    guard let value else { return try check(sqlite3_bind_null(handle, parameter)) }
    try check(value.withUnsafeBytes { bind(blob: $0) })
  }

  mutating func bind(_ value: ContentHash) throws {
    parameter += 1
    try check(value.withOctets { bind(blob: $0) })
  }

  private mutating func bind(blob: UnsafeRawBufferPointer) -> Int32 {
    if let kept = octets.keep(blob) {
      return sqlite3_bind_blob64(handle, parameter, kept, UInt64(blob.count), nil)
    }
    return sqlite3_bind_blob64(handle, parameter, blob.baseAddress, UInt64(blob.count), copied)
  }
}

extension Prepared {
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func integerIfAny(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  func boolean(_ column: Int32) -> Bool { integer(column) != 0 }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func textIfAny(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func octets(_ column: Int32) -> [UInt8] { [UInt8](blob(column)) }

  func octetsIfAny(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : octets(column) }

  func hash(_ column: Int32) throws -> ContentHash {
    guard let hash = ContentHash(octets: blob(column)) else { throw damage("a hash that is not 32 octets") }
    return hash
  }

  /// The state whose name stands in a column; no string is made for it.
  func state<State: CaseIterable & RawRepresentable<String>>(_ column: Int32) throws -> State {
    let name = blob(column)
    guard let state = State.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name) }) else {
      throw damage("an unknown state")
    }
    return state
  }

  // The error of a row that holds what popkeep never writes.
  private func damage(_ what: String) -> DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row has \(what)")
  }

  private func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// Runs `body` with the octets of a column, which are valid within it alone.
  func withOctets<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    try body(blob(column))
  }

  // Valid until the next step: never leaves this file.
  private func blob(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }
}
