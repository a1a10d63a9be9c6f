import GRDB

/// What is on the drives: how many have a message, and what one of them lacks.
extension MailIndex {
  /// The row id of the newest message; 0: there is none.
  package func lastMessage() throws(IndexFailure) -> Int64 {
    try connections.read { database in
      let query = try Prepared("SELECT coalesce(max(id), 0) FROM messages", in: database)
      return try query.step() ? query.integer(0) : 0
    }
  }

  /// How many drives have the message, durable and read back.
  package func copiesOnDrives(of message: Int64) throws(IndexFailure) -> Int {
    try copiesOnDrives(of: [message]).first ?? 0
  }

  /// The same for several messages, in their order.
  package func copiesOnDrives(of messages: [Int64]) throws(IndexFailure) -> [Int] {
    try connections.read { database in
      var counts: [Int] = []
      counts.reserveCapacity(messages.count)
      try inOneRead(database) {
        var query = try Prepared(CopyQuery.drives("?1"), in: database)
        for message in messages {
          try query.bind(message)
          counts.append(try query.step() ? Int(query.integer(0)) : 0)
          query.restart()
        }
      }
      return counts
    }
  }

  /// A number that is another one whenever a message may be on more drives than before.
  package func driveMark() throws(IndexFailure) -> Int64 {
    try connections.read { database in
      let query = try Prepared("SELECT coalesce(sum(grown), 0) FROM drives", in: database)
      return try query.step() ? query.integer(0) : 0
    }
  }

  /// Which of `messages` have a gap on the drive, and why.
  package func gaps(drive: Int64, messages: [Int64]) throws(IndexFailure) -> [Int64: DriveGapKind] {
    try connections.read { database in
      var kinds: [Int64: DriveGapKind] = [:]
      try inOneRead(database) {
        var query = try Prepared("SELECT kind FROM drive_gaps WHERE drive = ? AND message = ?", in: database)
        for message in messages {
          try query.bind(drive)
          try query.bind(message)
          if try query.step() { kinds[message] = try query.state(0) as DriveGapKind }
          query.restart()
        }
      }
      return kinds
    }
  }

  /// What the drive does not have. This reads the rows of what it lacks.
  package func lack(of drive: Int64) throws(IndexFailure) -> DriveLack {
    try connections.read { database in
      var lack = DriveLack()
      try countGaps(of: drive, &lack, in: database)
      var query = try Prepared(sumLacking, in: database)
      try query.bind(drive)
      guard try query.step() else { return lack }
      lack.messages += Int(query.integer(0))
      lack.octets += query.integer(1)
      lack.since = [lack.since, query.integerIfAny(2)].compactMap { $0 }.min()
      return lack
    }
  }

  /// What a drive does not have that was never copied to: all there is.
  package func lackOfNewDrive() throws(IndexFailure) -> DriveLack {
    try connections.read { database in
      var lack = DriveLack()
      let query = try Prepared(sumAll, in: database)
      guard try query.step() else { return lack }
      lack.messages = Int(query.integer(0))
      lack.octets = query.integer(1)
      lack.since = query.integerIfAny(2)
      return lack
    }
  }

  private func countGaps(of drive: Int64, _ lack: inout DriveLack, in database: Database) throws {
    var query = try Prepared(sumGaps, in: database)
    try query.bind(drive)
    while try query.step() {
      let count = Int(query.integer(1))
      switch try query.state(0) as DriveGapKind {
      case .unverified:
        lack.unverified = count
        continue
      case .damaged: lack.damaged = count
      case .missing: lack.missing = count
      case .notHere: lack.notHere = count
      case .waiting: break
      }
      lack.messages += count
      lack.octets += query.integer(2)
      lack.since = min(lack.since ?? .max, query.integer(3))
    }
  }
}

// `total` cannot overflow, whatever sizes an index tells that was tampered with.
private let sumLacking = """
  SELECT count(*), CAST(total(wire_size) AS INTEGER),
    (SELECT stored_at FROM messages WHERE id > d.copied_up_to ORDER BY id LIMIT 1)
  FROM drives d CROSS JOIN messages m ON m.id > d.copied_up_to WHERE d.id = ?
  """

private let sumAll = """
  SELECT count(*), CAST(total(wire_size) AS INTEGER), (SELECT stored_at FROM messages ORDER BY id LIMIT 1) FROM messages
  """

// Copies that were not read back may be all there are: of those no message is looked at.
private let sumGaps = """
  SELECT g.kind, count(*), CAST(total(m.wire_size) AS INTEGER), min(g.since)
  FROM drives d CROSS JOIN drive_gaps g INDEXED BY drive_gaps_to_fill ON g.drive = d.id AND g.message <= d.copied_up_to
    CROSS JOIN messages m ON m.id = g.message
  WHERE d.id = ?1 AND g.kind != 'unverified' GROUP BY g.kind
  UNION ALL
  SELECT 'unverified', count(*), 0, NULL
  FROM drives d CROSS JOIN drive_gaps g INDEXED BY drive_gaps_unverified
    ON g.drive = d.id AND g.message <= d.copied_up_to
  WHERE d.id = ?1 AND g.kind = 'unverified'
  """
