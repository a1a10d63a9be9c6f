extension MailIndex {
  /// What is remembered of the account's mailbox; nil: nothing yet.
  package func memory(_ account: AccountID) throws(IndexFailure) -> MailboxMemory? {
    try connections.read { database in
      var query = try Prepared(
        """
        SELECT count, octets, last_uid, listed_at, rule, next_due, is_windowed, skips_capabilities,
          pipelining_is_broken, login_delay, capabilities, waiting, copy_mark
        FROM mailbox_memory WHERE account = ?
        """, in: database)
      try query.bind(account)
      guard try query.step() else { return nil }
      var memory = MailboxMemory()
      memory.count = UInt32(clamping: query.integer(0))
      memory.octets = query.integerIfAny(1)
      memory.lastUID = query.octetsIfAny(2)
      memory.listedAt = query.integer(3)
      memory.rule = query.textIfAny(4)
      memory.nextDue = query.integerIfAny(5)
      memory.isWindowed = query.boolean(6)
      memory.skipsCapabilities = query.boolean(7)
      memory.pipeliningIsBroken = query.boolean(8)
      memory.loginDelay = query.integerIfAny(9)
      memory.capabilities = query.textIfAny(10)
      memory.waiting = Int(query.integer(11))
      memory.copyMark = query.integerIfAny(12)
      return memory
    }
  }

  /// How many messages each account's mailbox had, as far as that is remembered.
  package func rememberedCounts() throws(IndexFailure) -> [AccountID: Int] {
    try connections.read { database in
      let query = try Prepared(
        "SELECT account, count FROM mailbox_memory WHERE listed_at > 0 OR count > 0", in: database)
      var counts: [AccountID: Int] = [:]
      while try query.step() { counts[AccountID(query.integer(0))] = Int(query.integer(1)) }
      return counts
    }
  }

  /// Keeps `memory` for the account in place of what was remembered.
  package func remember(_ memory: MailboxMemory, for account: AccountID) throws(IndexFailure) {
    try connections.write { database in
      var change = try Prepared(
        """
        INSERT OR REPLACE INTO mailbox_memory (account, count, octets, last_uid, listed_at, rule, next_due,
          is_windowed, skips_capabilities, pipelining_is_broken, login_delay, capabilities, waiting, copy_mark)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, in: database)
      try change.bind(account)
      try change.bind(Int64(memory.count))
      try change.bind(memory.octets)
      try change.bind(memory.lastUID)
      try change.bind(memory.listedAt)
      try change.bind(memory.rule)
      try change.bind(memory.nextDue)
      try change.bind(memory.isWindowed)
      try change.bind(memory.skipsCapabilities)
      try change.bind(memory.pipeliningIsBroken)
      try change.bind(memory.loginDelay)
      try change.bind(memory.capabilities)
      try change.bind(memory.waiting)
      try change.bind(memory.copyMark)
      try change.run()
    }
  }

  /// Forgets what is remembered: the next run lists the whole mailbox.
  package func forget(_ account: AccountID) throws(IndexFailure) {
    try connections.write { database in
      var change = try Prepared("DELETE FROM mailbox_memory WHERE account = ?", in: database)
      try change.bind(account)
      try change.run()
    }
  }
}
