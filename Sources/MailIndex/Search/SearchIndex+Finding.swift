import GRDB

extension SearchIndex {
  /// Of what is found the newest are ranked, so many at most; the others come behind them, the newest first.
  package static let rankLimit = 2_000

  /// Hands out what is found, until `body` says false; it must not use this index.
  ///
  /// - Parameters:
  ///   - accounts: those of the index that the messages are of, by name.
  ///   - copies: also those that are octet for octet the same as one before.
  package func find(
    _ query: SearchQuery, order: SearchOrder, accounts: [String: AccountID], copies: Bool,
    _ examiner: inout some MessageExaminer & ~Copyable, _ body: (SearchHit) throws -> Bool
  ) throws {
    try read { database in
      guard var walk = try SearchWalk(query, order, accounts, database) else { return }
      var starts = try Prepared(
        "SELECT message FROM documents WHERE thread = ? ORDER BY id LIMIT 1", in: database)
      var seen: Set<Int64> = []
      while let row = try walk.next(&examiner) {
        if !copies, row.traits & DocumentTrait.twin != 0, !seen.insert(row.hash).inserted { continue }
        try starts.bind(row.thread)
        let start = try starts.step() ? starts.integer(0) : row.message
        starts.restart()
        guard try body(SearchHit(message: row.message, moment: row.moment, threadStart: start)) else {
          return
        }
      }
    }
  }

  /// How many messages are found.
  package func count(
    _ query: SearchQuery, accounts: [String: AccountID], copies: Bool,
    _ examiner: inout some MessageExaminer & ~Copyable
  ) throws -> Int {
    try read { database in
      guard var walk = try SearchWalk(query, .newest, accounts, database, inAnyOrder: true) else { return 0 }
      var seen: Set<Int64> = []
      var count = 0
      while let row = try walk.next(&examiner) {
        if !copies, row.traits & DocumentTrait.twin != 0, !seen.insert(row.hash).inserted { continue }
        count += 1
      }
      return count
    }
  }

  /// The message that began the thread of each of these messages; those that were not read yet are not among them.
  package func threadStarts(of messages: [Int64]) throws -> [Int64: Int64] {
    try read { database in
      var query = try Prepared(
        """
        SELECT f.message FROM documents d JOIN documents f ON f.thread = d.thread
        WHERE d.message = ? ORDER BY f.id LIMIT 1
        """, in: database)
      var starts: [Int64: Int64] = [:]
      for message in messages {
        try query.bind(message)
        if try query.step() { starts[message] = query.integer(0) }
        query.restart()
      }
      return starts
    }
  }

  /// The messages whose content's hash begins with these hexadecimal digits, of which those beyond the fifteenth are not
  /// looked at; at most `limit`.
  package func messages(hash digits: String, limit: Int) throws -> [Int64] {
    guard let range = HashRange(digits) else { return [] }
    return try read { database in
      var query = try Prepared(
        "SELECT message FROM documents WHERE hash BETWEEN ? AND ? ORDER BY id LIMIT ?", in: database)
      try query.bind(range.bounds.lowerBound)
      try query.bind(range.bounds.upperBound)
      try query.bind(limit)
      var messages: [Int64] = []
      while try query.step() { messages.append(query.integer(0)) }
      return messages
    }
  }

  /// The most leading hexadecimal digits that this hash shares with that of a message of other content, as far as
  /// fifteen tell.
  package func sharedDigits(_ hash: ContentHash) throws -> Int {
    try read { database in
      var shared = 0
      for sql in [
        "SELECT max(hash) FROM documents WHERE hash < ?", "SELECT min(hash) FROM documents WHERE hash > ?",
      ] {
        var query = try Prepared(sql, in: database)
        try query.bind(hash.key)
        guard try query.step(), let other = query.integerIfAny(0) else { continue }
        shared = max(shared, (other ^ hash.key).leadingZeroBitCount / 4 - 1)
      }
      return shared
    }
  }
}
