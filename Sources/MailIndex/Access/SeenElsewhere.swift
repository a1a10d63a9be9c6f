import GRDB

/// A unique-id that another fetcher had fetched.
package struct SeenRow: Sendable, Equatable {
  package let id: Int64
  /// The size that the first listing told of it; nil: not listed yet, or without one.
  package let listedOctets: Int64?
}

/// What other fetchers had fetched, by the tags of its unique-ids: neither fetched again nor taken for archived.
extension MailIndex {
  /// Notes that what has these tags was fetched elsewhere, in one transaction.
  ///
  /// The next run lists the mailbox as a whole.
  /// - Returns: how many were not noted before.
  package func addSeen(_ tags: [[UInt8]], for account: AccountID, now: Int64) throws(IndexFailure) -> Int {
    guard !tags.isEmpty else { return 0 }
    return try connections.write { database in
      var addition = try Prepared(addSeenTag, in: database)
      var count = 0
      for tag in tags {
        try addition.bind(account)
        try addition.bind(tag)
        try addition.bind(now)
        try addition.run()
        count += database.changesCount
      }
      try doubtListing(account, in: database)
      return count
    }
  }

  /// How many tags are noted for the account.
  package func seenCount(_ account: AccountID) throws(IndexFailure) -> Int {
    try connections.read { database in
      var query = try Prepared("SELECT count(*) FROM seen_elsewhere WHERE account = ?", in: database)
      try query.bind(account)
      return try query.step() ? Int(query.integer(0)) : 0
    }
  }

  /// What is noted of these tags, in their order; nil: nothing.
  package func seen(_ account: AccountID, tags: [[UInt8]]) throws(IndexFailure) -> [SeenRow?] {
    try connections.read { database in
      var query = try Prepared(
        "SELECT id, listed_octets FROM seen_elsewhere WHERE account = ? AND tag = ?", in: database)
      return try tags.map { tag in
        try query.bind(account)
        try query.bind(tag)
        let row = try query.step() ? SeenRow(id: query.integer(0), listedOctets: query.integerIfAny(1)) : nil
        query.restart()
        return row
      }
    }
  }

  /// Keeps the sizes that these were listed with, in one transaction.
  package func keepSeenSizes(_ sizes: [(id: Int64, octets: Int64)]) throws(IndexFailure) {
    guard !sizes.isEmpty else { return }
    try connections.write { database in
      var change = try Prepared("UPDATE seen_elsewhere SET listed_octets = ? WHERE id = ?", in: database)
      for size in sizes {
        try change.bind(size.octets)
        try change.bind(size.id)
        try change.run()
      }
    }
  }

  /// Forgets these, in one transaction: what has their unique-ids is new then.
  package func forgetSeen(_ ids: [Int64]) throws(IndexFailure) {
    guard !ids.isEmpty else { return }
    try connections.write { database in
      var deletion = try Prepared("DELETE FROM seen_elsewhere WHERE id = ?", in: database)
      for id in ids {
        try deletion.bind(id)
        try deletion.run()
      }
    }
  }

  /// Forgets all of the account; the next run lists the mailbox as a whole.
  ///
  /// - Returns: how many there were.
  package func forgetAllSeen(_ account: AccountID) throws(IndexFailure) -> Int {
    try connections.write { database in
      var deletion = try Prepared("DELETE FROM seen_elsewhere WHERE account = ?", in: database)
      try deletion.bind(account)
      try deletion.run()
      let count = database.changesCount
      try doubtListing(account, in: database)
      return count
    }
  }

  /// Hands out what is noted for the account, in pages; `body` may change the index.
  package func forEachSeen(
    _ account: AccountID, _ body: ([(id: Int64, tag: [UInt8])]) throws -> Void
  ) throws {
    var last = Int64.min
    while true {
      let page = try seenPage(account, after: last)
      guard let end = page.last?.id else { return }
      try body(page)
      last = end
    }
  }

  private func seenPage(
    _ account: AccountID, after id: Int64
  ) throws(IndexFailure) -> [(id: Int64, tag: [UInt8])] {
    try connections.read { database in
      var query = try Prepared(seenInOrder, in: database)
      try query.bind(id)
      try query.bind(account)
      var page: [(id: Int64, tag: [UInt8])] = []
      while try query.step() { page.append((query.integer(0), query.octets(1))) }
      return page
    }
  }
}

private func doubtListing(_ account: AccountID, in database: Database) throws {
  var change = try Prepared("UPDATE mailbox_memory SET listed_at = 0 WHERE account = ?", in: database)
  try change.bind(account)
  try change.run()
}

private let addSeenTag = """
  INSERT INTO seen_elsewhere (account, tag, since) VALUES (?, ?, ?) ON CONFLICT (account, tag) DO NOTHING
  """

// A plus sign keeps SQLite from an index that would have to be sorted.
private let seenInOrder = """
  SELECT id, tag FROM seen_elsewhere WHERE id > ? AND +account = ? ORDER BY id LIMIT \(pageSize)
  """
