extension MailIndex {
  /// What tells this index from one that was made anew, in which the same row ids stand for other messages.
  package func stamp() throws(IndexFailure) -> [UInt8] {
    try connections.read { database in
      let query = try Prepared("SELECT value FROM stamp", in: database)
      return try query.step() ? query.octets(0) : []
    }
  }
}
