/// A message that has arrived, by all that the index may know it by.
package struct Arrival: Sendable {
  package let contentHash: ContentHash
  package let headerHash: ContentHash
  /// The first 80 bits of the hash of its unique-id: 10 octets.
  package let tag: [UInt8]

  package init(contentHash: ContentHash, headerHash: ContentHash, tag: [UInt8]) {
    self.contentHash = contentHash
    self.headerHash = headerHash
    self.tag = tag
  }
}

/// What the index knows of a message that has arrived.
package struct Acquaintance: Sendable {
  /// Messages of the account with the same content, oldest first.
  package let twins: [MessageRow]
  /// Copies of the account whose unique-id has the same tag, those that are gone among them, oldest first.
  package let namesakes: [CopyRow]
}

extension MailIndex {
  /// What the index knows of the first of `arrivals`, in their order: of one at least, and of all where that does
  /// not come to very many rows.
  package func acquaintances(
    _ account: AccountID, of arrivals: ArraySlice<Arrival>
  ) throws(IndexFailure) -> [Acquaintance] {
    try connections.read { database in
      var twins = try Prepared(MessageQuery.byHash, in: database)
      var namesakes = try Prepared(CopyQuery.byTag, in: database)
      var known: [Acquaintance] = []
      var rows = 0
      for arrival in arrivals where rows < Self.lookupLimit {
        try twins.bind(arrival.headerHash)
        try twins.bind(arrival.contentHash)
        try twins.bind(account)
        try namesakes.bind(account)
        try namesakes.bind(arrival.tag)
        let one = Acquaintance(
          twins: try MessageQuery.rows(twins), namesakes: try CopyQuery.rows(namesakes))
        twins.restart()
        namesakes.restart()
        rows += one.twins.count + one.namesakes.count
        known.append(one)
      }
      return known
    }
  }
}
