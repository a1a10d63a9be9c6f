import GRDB

extension SearchIndex {
  /// Of what is found the newest are ranked, so many at most; the others come behind them, the newest first.
  package static let rankLimit = 1_000

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
      var starts = try Prepared(
        "SELECT message FROM documents WHERE thread = ? ORDER BY id LIMIT 1", in: database)
      var seen: Set<Int64> = []
      try forEach(query, order, accounts, database, &examiner) { row in
        if !copies, row.traits & DocumentTrait.twin != 0, !seen.insert(row.hash).inserted { return true }
        try starts.bind(row.thread)
        let start = try starts.step() ? starts.integer(0) : row.message
        starts.restart()
        return try body(SearchHit(message: row.message, moment: row.moment, threadStart: start))
      }
    }
  }

  private func forEach(
    _ query: SearchQuery, _ order: SearchOrder, _ accounts: [String: AccountID], _ database: Database,
    _ examiner: inout some MessageExaminer & ~Copyable, _ body: (DocumentRow) throws -> Bool
  ) throws {
    guard var quick = try SearchWalk(query, order, accounts, database, .quick) else { return }
    var handedOut: Set<Int64> = []
    while let row = try quick.next(&examiner) {
      if quick.mayGiveUp { handedOut.insert(row.id) }
      guard try body(row) else { return }
    }
    guard quick.hasGivenUp else { return }
    let manner = SearchWalk.Manner.thorough(flagged: try Self.flagged(query, &examiner))
    guard var thorough = try SearchWalk(query, order, accounts, database, manner) else { return }
    while let row = try thorough.next(&examiner) {
      guard try handedOut.contains(row.id) || body(row) else { return }
    }
  }

  /// The messages with each flag that the query asks for, where they are few enough to be listed.
  private static func flagged(
    _ query: SearchQuery, _ examiner: inout some MessageExaminer & ~Copyable
  ) throws -> [Character: Set<Int64>] {
    var flagged: [Character: Set<Int64>] = [:]
    for flag in query.flags { flagged[flag] = try examiner.messages(flagged: flag, limit: 100_000) }
    return flagged
  }

  /// How many messages are found.
  package func count(
    _ query: SearchQuery, accounts: [String: AccountID], copies: Bool,
    _ examiner: inout some MessageExaminer & ~Copyable
  ) throws -> Int {
    try read { database in
      let manner = SearchWalk.Manner.thorough(flagged: try Self.flagged(query, &examiner))
      guard var walk = try SearchWalk(query, .newest, accounts, database, manner, inAnyOrder: true) else {
        return 0
      }
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

  /// The most leading hexadecimal digits that one of these hashes shares with that of a message of other content, as far
  /// as fifteen tell.
  package func sharedDigits(_ hashes: [ContentHash]) throws -> Int {
    try read { database in
      var shared = 0
      for sql in [
        "SELECT max(hash) FROM documents WHERE hash < ?", "SELECT min(hash) FROM documents WHERE hash > ?",
      ] {
        var query = try Prepared(sql, in: database)
        for hash in hashes {
          try query.bind(hash.key)
          if try query.step(), let other = query.integerIfAny(0) {
            shared = max(shared, (other ^ hash.key).leadingZeroBitCount / 4 - 1)
          }
          query.restart()
        }
      }
      return shared
    }
  }
}
