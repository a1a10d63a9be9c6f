import GRDB

extension SearchIndex {
  /// Every message up to this row id was looked at; those beyond may have been.
  package func readUpTo() throws -> Int64 {
    try read { database in
      let query = try Prepared("SELECT read_up_to FROM reading", in: database)
      return try query.step() ? query.integer(0) : 0
    }
  }

  /// Of these messages those that were not read yet, in the same order.
  package func unread(_ messages: [Int64]) throws -> [Int64] {
    try read { database in
      var query = try Prepared("SELECT 1 FROM documents WHERE message = ?", in: database)
      return try messages.filter { message in
        try query.bind(message)
        let isKnown = try query.step()
        query.restart()
        return !isKnown
      }
    }
  }

  /// How many messages were read.
  package func count() throws -> Int {
    try read { database in
      let query = try Prepared("SELECT count(*) FROM documents", in: database)
      return try query.step() ? Int(query.integer(0)) : 0
    }
  }

  /// Adds messages, oldest first, in one transaction. One that is there already is left as it is.
  ///
  /// - Parameter readUpTo: every message up to this row id has been looked at then; nil: as before.
  package func add(_ documents: [SearchDocument], readUpTo: Int64?) throws(IndexFailure) {
    try write { database in
      var writer = try DocumentWriter(database)
      for document in documents { try writer.add(document) }
      try writer.finish()
      guard let readUpTo else { return }
      var change = try Prepared("UPDATE reading SET read_up_to = ?", in: database)
      try change.bind(readUpTo)
      try change.run()
    }
  }

  /// Brings many small pieces together, as after the first reading of an archive.
  package func settle() throws(IndexFailure) {
    try write { database in
      try database.execute(sql: "INSERT INTO words(words, rank) VALUES('merge', 2000)")
    }
  }
}
