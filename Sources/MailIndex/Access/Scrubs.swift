extension MailIndex {
  /// The last part of the archive that was scrubbed; nil: none yet.
  package func lastScrub() throws(IndexFailure) -> ScrubRow? {
    try connections.read { database in
      let query = try Prepared("SELECT slice, ended_at, files, octets, problems FROM scrub", in: database)
      guard try query.step() else { return nil }
      return ScrubRow(
        slice: Int(query.integer(0)), endedAt: query.integer(1), files: Int(query.integer(2)),
        octets: query.integer(3), problems: Int(query.integer(4)))
    }
  }

  /// Records a scrub in place of the one before it.
  package func recordScrub(_ row: ScrubRow) throws(IndexFailure) {
    try connections.note { database in
      var change = try Prepared(
        "INSERT OR REPLACE INTO scrub (id, slice, ended_at, files, octets, problems) VALUES (1, ?, ?, ?, ?, ?)",
        in: database)
      try change.bind(row.slice)
      try change.bind(row.endedAt)
      try change.bind(row.files)
      try change.bind(row.octets)
      try change.bind(row.problems)
      try change.run()
    }
  }
}
