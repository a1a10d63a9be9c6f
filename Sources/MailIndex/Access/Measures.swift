import GRDB

/// What is counted of a message.
package struct MessageMeasure: Sendable, Equatable {
  package let account: AccountID
  /// When it was sent, but never later than it arrived, in seconds since 1970 UTC.
  package let moment: Int64
  /// Octets in wire form.
  package let octets: Int64
}

/// How much came from one address.
package struct SenderTotals: Sendable, Equatable {
  /// In lower case; nil where messages name no sender.
  package let address: String?
  /// A name that it has borne.
  package let name: String?
  package let messages: Int
  /// Octets in wire form.
  package let octets: Int64
}

extension MailIndex {
  /// Hands out what is counted of each message, in no order; `body` may change the index.
  ///
  /// - Parameter account: nil for the messages of all accounts.
  package func forEachMeasure(
    _ account: AccountID? = nil, _ body: (MessageMeasure) throws -> Void
  ) throws {
    var last = Int64.min
    while true {
      let page = try measures(after: last, account)
      for (_, measure) in page { try body(measure) }
      guard let end = page.last?.id, page.count == measuresOfPage else { return }
      last = end
    }
  }

  private func measures(
    after id: Int64, _ account: AccountID?
  ) throws(IndexFailure) -> [(id: Int64, measure: MessageMeasure)] {
    try connections.read { database in
      var query = try Prepared(account == nil ? measured : measuredOfAccount, in: database)
      try query.bind(id)
      if let account { try query.bind(account) }
      var page: [(id: Int64, measure: MessageMeasure)] = []
      page.reserveCapacity(measuresOfPage)
      while try query.step() {
        let arrived = query.integer(2)
        let measure = MessageMeasure(
          account: AccountID(query.integer(1)), moment: min(query.integerIfAny(3) ?? arrived, arrived),
          octets: query.integer(4))
        page.append((query.integer(0), measure))
      }
      return page
    }
  }

  /// The addresses that most messages came from.
  ///
  /// - Parameters:
  ///   - account: nil for the messages of all accounts.
  ///   - limit: the most to tell; nil for all.
  package func senders(
    _ account: AccountID? = nil, limit: Int? = nil
  ) throws(IndexFailure) -> [SenderTotals] {
    try connections.read { database in
      var query = try Prepared(account == nil ? sendersOfAll : sendersOfAccount, in: database)
      try query.bind(limit ?? -1)
      if let account { try query.bind(account) }
      var senders: [SenderTotals] = []
      while try query.step() {
        senders.append(
          SenderTotals(
            address: query.textIfAny(0), name: query.textIfAny(1), messages: Int(query.integer(2)),
            octets: query.integer(3)))
      }
      return senders
    }
  }
}

// An access for each ten thousand: nothing waits long for one, and a million takes a hundred.
private let measuresOfPage = 10_000

private let measured = """
  SELECT id, account, arrived, date, wire_size FROM messages WHERE id > ?1 ORDER BY id LIMIT \(measuresOfPage)
  """

private let measuredOfAccount = """
  SELECT id, account, arrived, date, wire_size FROM messages WHERE id > ?1 AND account = ?2
  ORDER BY id LIMIT \(measuresOfPage)
  """

private let senderColumns = "lower(from_address), max(from_name), count(*), CAST(total(wire_size) AS INTEGER)"

private let sendersOfAll = """
  SELECT \(senderColumns) FROM messages GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ?1
  """

private let sendersOfAccount = """
  SELECT \(senderColumns) FROM messages WHERE account = ?2 GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ?1
  """
