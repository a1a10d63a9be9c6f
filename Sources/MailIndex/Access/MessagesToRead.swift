import GRDB

extension MailIndex {
  /// Hands out the row ids of the messages with `bounds`, by arrival, in pages; `body` may change the index.
  ///
  /// Many are found in the order in which the index has them, few are put in order.
  package func forEachMessageToRead(
    _ bounds: ClosedRange<Int64>, _ body: ([Int64]) throws -> Bool
  ) throws {
    if Int64(bounds.count) <= Int64(sortedAtOnce) {
      let page = try messagesInOrder(bounds)
      if !page.isEmpty { _ = try body(page) }
      return
    }
    var last: (arrived: Int64, account: Int64, id: Int64) = (.min, .min, .min)
    while true {
      let page = try messages(bounds, after: last)
      guard let end = page.last else { return }
      guard try body(page.map(\.id).filter(bounds.contains)) else { return }
      last = end
    }
  }

  private func messagesInOrder(_ bounds: ClosedRange<Int64>) throws(IndexFailure) -> [Int64] {
    try connections.read { database in
      var query = try Prepared(
        "SELECT id FROM messages WHERE id BETWEEN ? AND ? ORDER BY arrived, account, id", in: database)
      try query.bind(bounds.lowerBound)
      try query.bind(bounds.upperBound)
      var ids: [Int64] = []
      while try query.step() { ids.append(query.integer(0)) }
      return ids
    }
  }

  private func messages(
    _ bounds: ClosedRange<Int64>, after last: (arrived: Int64, account: Int64, id: Int64)
  ) throws(IndexFailure) -> [(arrived: Int64, account: Int64, id: Int64)] {
    try connections.read { database in
      var query = try Prepared(
        """
        SELECT arrived, account, id FROM messages INDEXED BY messages_by_arrival
        WHERE (arrived, account, id) > (?, ?, ?) ORDER BY arrived, account, id LIMIT 4096
        """, in: database)
      try query.bind(last.arrived)
      try query.bind(last.account)
      try query.bind(last.id)
      var page: [(arrived: Int64, account: Int64, id: Int64)] = []
      while try query.step() { page.append((query.integer(0), query.integer(1), query.integer(2))) }
      return page
    }
  }

  /// Whether readers and the writer do not wait for each other.
  package func hasLog() throws(IndexFailure) -> Bool {
    try connections.read { database in
      let query = try Prepared("PRAGMA journal_mode", in: database)
      return try query.step() && query.text(0) == "wal"
    }
  }
}

private let sortedAtOnce = 20_000
