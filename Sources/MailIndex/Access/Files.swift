import GRDB

/// Rows by their files, for whoever reads all of them: many in one access, and no column that is not compared.
extension MailIndex {
  /// How many messages have a row, those of all accounts.
  package func messageCount() throws(IndexFailure) -> Int {
    try connections.read { database in
      let query = try Prepared("SELECT count(*) FROM messages", in: database)
      return try query.step() ? Int(query.integer(0)) : 0
    }
  }

  /// The rows with these names, in the order of `names`; nil where none was found.
  ///
  /// A name begins with the arrival, which finds the row in one step. Of very many messages that arrived in one
  /// second some are not found this way; their unique-ids' tags find them.
  package func fileRows(
    _ account: AccountID, _ names: [(arrived: Int64, base: String)]
  ) throws(IndexFailure) -> [FileRow?] {
    try connections.read { database in
      var rows: [FileRow?] = []
      rows.reserveCapacity(names.count)
      // One transaction, lest every question takes SQLite's lock and gives it back.
      try inOneRead(database) {
        var query = try Prepared(byName, in: database)
        for name in names {
          try query.bind(name.arrived)
          try query.bind(account)
          try query.bind(name.base)
          rows.append(try query.step() ? fileRow(query) : nil)
          query.restart()
        }
      }
      return rows
    }
  }

  /// Hands out the rows of all accounts, oldest first; `body` may change the index.
  package func forEachFile(_ body: (RecordedFile) throws -> Void) throws {
    var last = Int64.min
    while true {
      let page = try files(after: last)
      for file in page { try body(file) }
      guard let end = page.last?.row.id, page.count == pageSize else { return }
      last = end
    }
  }

  private func files(after id: Int64) throws(IndexFailure) -> [RecordedFile] {
    try connections.read { database in
      var query = try Prepared(inOrder, in: database)
      try query.bind(id)
      var files: [RecordedFile] = []
      while try query.step() {
        files.append(
          RecordedFile(
            row: try fileRow(query), account: AccountID(query.integer(3)), folder: query.text(4),
            base: query.text(5)))
      }
      return files
    }
  }

  /// Notes what was found out about files, in one transaction, where the rows still have these names.
  ///
  /// An account some of whose messages are not as they were is listed as a whole in the next run: what the
  /// server still has can be fetched again.
  package func mark(_ files: [FileMark]) throws(IndexFailure) {
    guard !files.isEmpty else { return }
    try connections.write { database in
      var change = try Prepared("UPDATE messages SET state = ? WHERE id = ? AND base = ?", in: database)
      var doubt = try Prepared(doubtListing, in: database)
      for file in files {
        try change.bind(file.state.rawValue)
        try change.bind(file.id)
        try change.bind(file.base)
        try change.run()
        guard file.state != .stored else { continue }
        try doubt.bind(file.id)
        try doubt.bind(file.base)
        try doubt.run()
      }
    }
  }

  private func fileRow(_ query: borrowing Prepared) throws -> FileRow {
    FileRow(id: query.integer(0), state: try query.state(1), contentHash: try query.hash(2))
  }
}

/// Reads in one transaction, unless the connection is in one already.
func inOneRead(_ database: Database, _ body: () throws -> Void) throws {
  guard !database.isInsideTransaction else { return try body() }
  try database.inTransaction(.deferred) {
    try body()
    return .commit
  }
}

// The limit is within: a server that has all its mail arrive in one second gets no quadratic work here.
private let byName = """
  SELECT id, state, sha256 FROM (
    SELECT id, state, sha256, base FROM messages WHERE arrived = ? AND account = ? LIMIT 100
  ) WHERE base = ? LIMIT 1
  """

private let inOrder = """
  SELECT id, state, sha256, account, folder, base FROM messages WHERE id > ? ORDER BY id LIMIT \(pageSize)
  """

private let doubtListing = """
  UPDATE mailbox_memory SET listed_at = 0
  WHERE listed_at != 0 AND account = (SELECT account FROM messages WHERE id = ? AND base = ?)
  """
