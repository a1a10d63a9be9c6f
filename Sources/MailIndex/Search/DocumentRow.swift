import GRDB

/// One document without its words.
struct DocumentRow {
  let id: Int64
  let message: Int64
  let moment: Int64
  let octets: Int64
  let hash: Int64
  let thread: Int64
  let traits: Int64
}

/// Looks documents up.
struct DocumentReader: ~Copyable {
  private var documents: Prepared
  private var pairs: Prepared
  private var names: Prepared

  init(_ database: Database) throws {
    let documents = try Prepared(
      "SELECT id, message, moment, octets, hash, thread, traits FROM documents WHERE id = ?", in: database)
    let pairs = try Prepared("SELECT filter FROM pairs WHERE id = ?", in: database)
    let names = try Prepared("SELECT names FROM names WHERE id = ?", in: database)
    self.documents = documents
    self.pairs = pairs
    self.names = names
  }

  mutating func row(_ id: Int64) throws -> DocumentRow? {
    try documents.bind(id)
    defer { documents.restart() }
    guard try documents.step() else { return nil }
    return DocumentRow(
      id: documents.integer(0), message: documents.integer(1), moment: documents.integer(2),
      octets: documents.integer(3), hash: documents.integer(4), thread: documents.integer(5),
      traits: documents.integer(6))
  }

  /// False where one of the pairs of words surely does not stand side by side.
  mutating func mayHave(_ wanted: [UInt64], document: Int64) throws -> Bool {
    if wanted.isEmpty { return true }
    try pairs.bind(document)
    defer { pairs.restart() }
    guard try pairs.step() else { return true }
    return pairs.withOctets(0) { filter in wanted.allSatisfy { WordPairs.contains(filter, $0) } }
  }

  mutating func hasName(_ pattern: NamePattern, document: Int64) throws -> Bool {
    try names.bind(document)
    defer { names.restart() }
    guard try names.step() else { return false }
    return names.text(0).split(separator: "\n").contains { pattern.matches($0) }
  }
}
