import GRDB

extension MailIndex {
  /// Gives copies the unique-id, tag and listed size that the server has for them now, in one transaction.
  package func bind(_ changes: [Binding], now: Int64) throws(IndexFailure) {
    guard !changes.isEmpty else { return }
    try connections.write { database in
      var change = try Prepared(
        "UPDATE server_copies SET tag = ?, uid = ?, listed_octets = ?, last_seen = ? WHERE id = ?",
        in: database)
      for binding in changes {
        try change.bind(binding.tag)
        try change.bind(binding.uid)
        try change.bind(binding.listedOctets)
        try change.bind(now)
        try change.bind(binding.copy)
        try change.run()
      }
    }
  }

  /// Forgets copies: what the server lists under their unique-ids is new then. Their messages stay.
  package func forget(copies: [Int64]) throws(IndexFailure) {
    guard !copies.isEmpty else { return }
    try connections.write { database in
      var deletion = try Prepared("DELETE FROM server_copies WHERE id = ?", in: database)
      for id in copies {
        try deletion.bind(id)
        try deletion.run()
      }
    }
  }

  /// Records that copies are to be deleted on the server, each only where so many drives at least have its message, in one
  /// transaction.
  ///
  /// - Returns: those of which it is recorded.
  package func intend(
    _ copies: [Int64], drives: Int, now: Int64
  ) throws(IndexFailure) -> Set<Int64> {
    guard !copies.isEmpty else { return [] }
    return try connections.write { database in
      var change = try Prepared(intendCopy, in: database)
      var intended: Set<Int64> = []
      for id in copies {
        try change.bind(id)
        try change.bind(now)
        try change.bind(drives)
        while try change.step() { intended.insert(change.integer(0)) }
        change.restart()
      }
      return intended
    }
  }

  /// Moves copies to `state`, in one transaction.
  ///
  /// - Parameter isTry: the server has answered a deletion: it counts against a server that ignores them.
  package func mark(
    _ copies: [Int64], _ state: CopyState, isTry: Bool = false, now: Int64
  ) throws(IndexFailure) {
    guard !copies.isEmpty else { return }
    try connections.write { database in
      var change = try Prepared(
        "UPDATE server_copies SET state = ?, state_at = ?, delete_tries = delete_tries + ? WHERE id = ?",
        in: database)
      for id in copies {
        try change.bind(state.rawValue)
        try change.bind(now)
        try change.bind(isTry)
        try change.bind(id)
        try change.run()
      }
    }
  }
}

private let intendCopy = """
  UPDATE server_copies SET state = 'intended', state_at = ?2
  WHERE id = ?1 AND (?3 = 0 OR ?3 <= (\(CopyQuery.drives("server_copies.message"))))
  RETURNING id
  """
