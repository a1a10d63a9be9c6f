extension MailIndex {
  /// When a run of the account last ended without an error, and how many have failed since.
  package func streak(_ account: AccountID) throws(IndexFailure) -> (lastSuccess: Int64?, failures: Int) {
    try connections.read { database in
      var query = try Prepared(
        """
        SELECT (SELECT max(ended_at) FROM runs WHERE account = ?1 AND error_class IS NULL),
          (SELECT count(*) FROM runs WHERE account = ?1
            AND id > (SELECT coalesce(max(id), 0) FROM runs WHERE account = ?1 AND error_class IS NULL))
        """, in: database)
      try query.bind(account)
      guard try query.step() else { return (nil, 0) }
      return (query.integerIfAny(0), Int(query.integer(1)))
    }
  }
}
