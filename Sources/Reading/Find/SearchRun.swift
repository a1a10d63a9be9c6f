package import Archive
package import MailIndex

/// One search, in any of its forms. What is handed out goes on until `body` says false.
package struct SearchRun: ~Copyable {
  private let archive: Archive
  package let query: SearchQuery
  private let extent: SearchExtent
  private var search: MessageSearch

  /// Messages that are made into lines or documents together.
  private static let batch = 100

  package init(_ archive: Archive, _ query: SearchQuery, _ extent: SearchExtent) throws {
    self.archive = archive
    self.query = query
    self.extent = extent
    search = try MessageSearch(archive)
  }

  /// Whether there is any message.
  package mutating func finds() throws -> Bool {
    var isFound = false
    try search.find(query, limit: 1) { _ in
      isFound = true
      return false
    }
    return isFound
  }

  /// How many messages there are, whatever the extent.
  package mutating func count() throws -> Int { try search.count(query, copies: extent.copies) }

  /// Hands out the absolute paths of the files.
  package mutating func forEachPath(_ body: (String) throws -> Bool) throws {
    var opener = try MessageOpener(archive)
    try forEachBatch { found, _ in
      for message in found {
        guard let path = try opener.path(of: message.row) else { continue }
        guard try body(path) else { return false }
      }
      return true
    }
  }

  /// Hands out the messages for programs.
  package mutating func forEachDocument(_ body: (MessageDocument) throws -> Bool) throws {
    var documents = try DocumentReader(archive)
    try forEachBatch { found, search in try documents.forEach(found.map(\.row), &search, body) }
  }

  /// Hands out the messages for people: a line each, and where `withSnippets` one more with some of its text.
  ///
  /// - Parameter width: columns to stay within; nil where lines may be of any length.
  package mutating func forEachLine(
    width: Int?, withSnippets: Bool, _ body: (MarkedText) throws -> Bool
  ) throws {
    var lines = try FoundLines(archive, query, width: width)
    try forEachBatch { found, search in
      let length = try search.idLength(found.map(\.row.message.contentHash))
      for line in try lines.lines(of: found, idLength: length, withSnippets: withSnippets) {
        guard try body(line) else { return false }
      }
      return true
    }
  }

  /// Hands out the threads in which something is found, each once, by the message that was found first.
  package mutating func forEachThread(_ body: (ThreadSummary) throws -> Bool) throws {
    // While one search hands out, another is asked.
    var other = try MessageSearch(archive)
    var seen: Set<ContentHash> = []
    let last = extent.limit.map { extent.skip.addingReportingOverflow($0).partialValue } ?? .max
    let skip = extent.skip
    try search.find(query, order: extent.order.searchOrder) { found in
      guard seen.insert(found.thread).inserted, seen.count > skip else { return true }
      return try body(try ThreadSummary(of: found, &other)) && seen.count < last
    }
  }

  /// Hands out what is found, some at a time, and a search to look things up by.
  private mutating func forEachBatch(
    _ body: ([FoundMessage], inout MessageSearch) throws -> Bool
  ) throws {
    var batch: [FoundMessage] = []
    let extent = extent
    func find(_ search: inout MessageSearch, _ take: (FoundMessage) throws -> Bool) throws {
      try search.find(
        query, order: extent.order.searchOrder, limit: extent.limit, skip: extent.skip, copies: extent.copies,
        take)
    }
    if let limit = extent.limit, limit <= Self.batch {
      try find(&search) { found in
        batch.append(found)
        return true
      }
      if !batch.isEmpty { _ = try body(batch, &search) }
      return
    }
    var other = try MessageSearch(archive)
    var goesOn = true
    try find(&search) { found in
      batch.append(found)
      guard batch.count == Self.batch else { return true }
      goesOn = try body(batch, &other)
      batch.removeAll(keepingCapacity: true)
      return goesOn
    }
    if goesOn, !batch.isEmpty { _ = try body(batch, &other) }
  }
}
