import GRDB

/// How much of the index the words take that begin alike.
///
/// FTS5 puts the documents of all of them together before it hands out the first: a hundred pages take as long as looks
/// at hundreds of messages, and the fewer looks are needed the more there are of them.
struct PrefixExtent {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Whether a page of messages is found sooner in the messages than in the index.
  func isCommon(_ match: WordMatch) throws -> Bool {
    guard let prefix = match.words.last else { return false }
    let mark = match.field == .body ? [] : match.field.mark ?? []
    let pages = try pages(mark + Array(prefix.utf8))
    return try pages > Self.fewPages && pages * pages > documents() / 400
  }

  /// So many are put together at once in any case.
  private static let fewPages: Int64 = 8

  /// The pages with words that begin with `prefix`, about: those of all segments of the index, by their first words
  /// (fts5_index.c, "%_idx").
  private func pages(_ prefix: [UInt8]) throws -> Int64 {
    // Words of the main index have a 0 before them.
    let first = [UInt8(ascii: "0")] + prefix
    guard let last = first.last, last < 0xFF else { return 0 }
    let end = first.dropLast() + [last + 1]
    var query = try Prepared(Self.pages, in: database)
    try query.bind(first)
    try query.bind(Array(end))
    return try query.step() ? query.integer(0) : 0
  }

  private func documents() throws -> Int64 {
    let query = try Prepared("SELECT max(id) FROM documents", in: database)
    return try query.step() ? query.integer(0) : 0
  }

  private static let pages = """
    WITH RECURSIVE segments(id) AS (
      SELECT min(segid) FROM words_idx
      UNION ALL
      SELECT (SELECT min(segid) FROM words_idx WHERE segid > id) FROM segments WHERE id IS NOT NULL)
    SELECT total(
      coalesce((SELECT pgno >> 1 FROM words_idx WHERE segid = id AND term >= ?2 ORDER BY term LIMIT 1),
        (SELECT pgno >> 1 FROM words_idx WHERE segid = id ORDER BY term DESC LIMIT 1))
      - coalesce((SELECT pgno >> 1 FROM words_idx WHERE segid = id AND term <= ?1 ORDER BY term DESC LIMIT 1), 0)
      - 1)
    FROM segments WHERE id IS NOT NULL
    """
}
