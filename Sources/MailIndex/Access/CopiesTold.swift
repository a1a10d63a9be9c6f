import GRDB

extension MailIndex {
  /// Takes over what another index of the same mail knows of server copies: unique-ids, listed sizes, states, and since
  /// when their messages are safe. In one transaction.
  ///
  /// A row here is the same copy where account, tag and content are; of the unique-id nothing is known here yet. A copy
  /// that this index does not have is one of the message of the same content, if there is any. What this index knows itself
  /// stays.
  package func take(_ copies: [CopyRow], for account: AccountID) throws(IndexFailure) {
    guard !copies.isEmpty else { return }
    try connections.write { database in
      var search = try Prepared(sameCopy, in: database)
      var change = try Prepared(takeCopy, in: database)
      var age = try Prepared(takeAge, in: database)
      for copy in copies {
        try search.bind(account)
        try search.bind(copy.tag)
        try search.bind(copy.contentHash)
        let found = try search.step() ? (copy: search.integer(0), message: search.integer(1)) : nil
        search.restart()
        guard let found else {
          try add(copy, for: account, in: database)
          continue
        }
        try change.bind(copy.uid)
        try change.bind(copy.listedOctets)
        try change.bind(copy.state.rawValue)
        try change.bind(copy.deleteTries)
        try change.bind(found.copy)
        try change.run()
        try age.bind(copy.storedAt)
        try age.bind(found.message)
        try age.run()
      }
    }
  }

  /// A message may have been on the server more than once, and a file's name tells one of its tags.
  private func add(_ copy: CopyRow, for account: AccountID, in database: Database) throws {
    guard copy.tag.count == 10 else { return }
    var addition = try Prepared(addCopy, in: database)
    try addition.bind(account)
    try addition.bind(copy.tag)
    try addition.bind(copy.uid)
    try addition.bind(copy.listedOctets)
    try addition.bind(copy.headerHash)
    try addition.bind(copy.contentHash)
    try addition.bind(copy.state.rawValue)
    try addition.bind(copy.deleteTries)
    try addition.bind(copy.storedAt)
    try addition.run()
  }
}

private let sameCopy = """
  SELECT c.id, c.message FROM server_copies c CROSS JOIN messages m ON m.id = c.message
  WHERE c.account = ? AND c.tag = ? AND m.sha256 = ? AND c.uid IS NULL ORDER BY c.id LIMIT 1
  """

private let takeCopy = """
  UPDATE server_copies SET uid = ?, listed_octets = ?, state = ?, delete_tries = max(0, ?) WHERE id = ?
  """

// An age from a time before mail, or after now, is none.
private let takeAge = "UPDATE messages SET stored_at = min(stored_at, max(?, 0)) WHERE id = ?"

private let addCopy = """
  INSERT INTO server_copies (account, tag, uid, listed_octets, message, first_seen, last_seen, state, state_at,
    delete_tries)
  SELECT ?1, ?2, ?3, ?4, m.id, max(?9, 0), max(?9, 0), ?7, max(?9, 0), max(0, ?8) FROM messages m
  WHERE substr(m.header_sha256, 1, 6) = substr(?5, 1, 6) AND substr(m.sha256, 1, 6) = substr(?6, 1, 6)
    AND m.header_sha256 = ?5 AND m.sha256 = ?6 AND m.account = ?1
    AND NOT EXISTS (SELECT 1 FROM server_copies c WHERE c.account = ?1 AND c.tag = ?2 AND c.message = m.id)
  ORDER BY m.id LIMIT 1
  """
