import GRDB
import GRDBSQLite

/// Documents of one kind, one after the other, in either direction.
final class DocumentCursor {
  enum Kind {
    /// Those that an expression of FTS5 finds.
    case words(String)
    /// Those with an attachment in the name of which this stands.
    case named(String)
    /// Those with the content of another.
    case twins

    fileprivate var rows: String {
      switch self {
      case .words: "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid"
      case .named: "SELECT id FROM names WHERE instr(names, ?1) AND id BETWEEN ?2 AND ?3 ORDER BY id"
      case .twins:
        """
        SELECT id FROM documents INDEXED BY documents_with_twins
        WHERE traits & 2 AND ?1 IS NULL AND id BETWEEN ?2 AND ?3 ORDER BY id
        """
      }
    }

    fileprivate var text: String? {
      switch self {
      case .words(let text), .named(let text): text
      case .twins: nil
      }
    }
  }

  private let statement: Statement
  private let database: Database
  private let goesDown: Bool
  /// The document it stands at; nil: there is none further on.
  private(set) var document: Int64?
  private let bounds: ClosedRange<Int64>

  /// Steps that are taken before the place is looked up instead.
  private static let stepLimit = 48

  init(_ kind: Kind, within bounds: ClosedRange<Int64>, goesDown: Bool, in database: Database) throws {
    self.database = database
    self.goesDown = goesDown
    self.bounds = bounds
    statement = try database.makeStatement(sql: "\(kind.rows) \(goesDown ? "DESC" : "ASC")")
    if let text = kind.text {
      try check(text.withCString { sqlite3_bind_text(statement.sqliteStatement, 1, $0, -1, transient) })
    }
    try seek(bounds)
  }

  deinit { sqlite3_reset(statement.sqliteStatement) }

  func advance() throws {
    switch sqlite3_step(statement.sqliteStatement) {
    case SQLITE_ROW: document = sqlite3_column_int64(statement.sqliteStatement, 0)
    case SQLITE_DONE: document = nil
    case let code: throw failure(code)
    }
  }

  /// Goes on to `target` or the first beyond it; true where `target` itself is of the kind. Targets come in the cursor's
  /// direction.
  func reaches(_ target: Int64) throws -> Bool {
    var steps = 0
    while let here = document, goesDown ? here > target : here < target {
      steps += 1
      if steps > Self.stepLimit {
        guard bounds.contains(target) else { return false }
        try seek(goesDown ? bounds.lowerBound...target : target...bounds.upperBound)
        break
      }
      try advance()
    }
    return document == target
  }

  private func seek(_ range: ClosedRange<Int64>) throws {
    sqlite3_reset(statement.sqliteStatement)
    try check(sqlite3_bind_int64(statement.sqliteStatement, 2, range.lowerBound))
    try check(sqlite3_bind_int64(statement.sqliteStatement, 3, range.upperBound))
    try advance()
  }

  private func check(_ code: Int32) throws {
    if code != SQLITE_OK { throw failure(code) }
  }

  private func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
  }
}

private var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
