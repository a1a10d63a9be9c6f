import GRDB

/// What holds for a document as a whole.
enum DocumentTrait {
  static let attachment: Int64 = 1
  /// Another document has the same content.
  static let twin: Int64 = 2
}

/// Writes documents one after the other, within a transaction.
struct DocumentWriter: ~Copyable {
  private let database: Database
  private var words: Prepared
  private var documents: Prepared
  private var pairs: Prepared
  private var names: Prepared
  private var twins: Prepared
  private var known: Prepared
  private var threads: Threads
  private var next: Int64
  private var block: Block?
  /// Written one behind the other at the end, so that those of neighbours lie side by side in the file: a search for
  /// words side by side reads many.
  private var filters: [(document: Int64, filter: [UInt8])] = []

  init(_ database: Database) throws {
    let last = try Prepared("SELECT max(id) FROM documents", in: database)
    let next = try last.step() ? last.integer(0) + 1 : 1
    let words = try Prepared("INSERT INTO words(rowid, text) VALUES (?, ?)", in: database)
    let documents = try Prepared(insertDocument, in: database)
    let pairs = try Prepared("INSERT INTO pairs VALUES (?, ?)", in: database)
    let names = try Prepared("INSERT INTO names VALUES (?, ?)", in: database)
    let twins = try Prepared(markTwins, in: database)
    let known = try Prepared("SELECT 1 FROM documents WHERE message = ?", in: database)
    let threads = try Threads(database)
    self.database = database
    self.words = words
    self.documents = documents
    self.pairs = pairs
    self.names = names
    self.twins = twins
    self.known = known
    self.threads = threads
    self.next = next
  }

  mutating func add(_ document: SearchDocument) throws {
    guard try !isKnown(document.message) else { return }
    let hash = document.contentHash.key
    let isTwin = try marksTwins(hash, besides: document.message)
    let thread = try threads.thread(of: document, id: next)
    try documents.bind(next)
    try documents.bind(document.message)
    try documents.bind(document.account)
    try documents.bind(document.moment)
    try documents.bind(document.octets)
    try documents.bind(hash)
    try documents.bind(thread)
    try documents.bind(
      (document.hasAttachment ? DocumentTrait.attachment : 0) | (isTwin ? DocumentTrait.twin : 0))
    try documents.run()
    try addWords(of: document)
    try note(document)
    next += 1
  }

  private mutating func isKnown(_ message: Int64) throws -> Bool {
    try known.bind(message)
    defer { known.restart() }
    return try known.step()
  }

  private mutating func addWords(of document: SearchDocument) throws {
    var terms = document.words
    terms.append(fact: WordExpression.account(document.account.value))
    if document.hasAttachment { terms.append(fact: WordExpression.attachment) }
    if !document.attachmentNames.isEmpty { terms.append(fact: WordExpression.named) }
    try words.bind(next)
    try words.bind(text: terms.octets)
    try words.run()
    if let filter = terms.filter { filters.append((next, filter)) }
    if !document.attachmentNames.isEmpty {
      try names.bind(next)
      try names.bind(document.attachmentNames)
      try names.run()
    }
  }

  private mutating func marksTwins(_ hash: Int64, besides message: Int64) throws -> Bool {
    try twins.bind(hash)
    try twins.bind(message)
    try twins.run()
    return database.changesCount > 0
  }

  private mutating func note(_ document: SearchDocument) throws {
    let id = next >> SearchIndex.blockShift
    if block?.id != id { try endBlock() }
    var open = block ?? Block(id, document)
    open.add(document)
    block = open
  }

  /// Writes what was gathered.
  mutating func finish() throws {
    try endBlock()
    for (document, filter) in filters {
      try pairs.bind(document)
      try pairs.bind(filter)
      try pairs.run()
    }
    filters.removeAll()
  }

  private mutating func endBlock() throws {
    guard let block else { return }
    var change = try Prepared(widenBlock, in: database)
    try change.bind(block.id)
    for bound in [block.first, block.last, block.smallest, block.largest] { try change.bind(bound) }
    try change.run()
    self.block = nil
  }
}

/// What holds for all of the documents that were added to a block.
private struct Block {
  let id: Int64
  private(set) var first: Int64
  private(set) var last: Int64
  private(set) var smallest: Int64
  private(set) var largest: Int64

  init(_ id: Int64, _ document: SearchDocument) {
    self.id = id
    (first, last) = (document.moment, document.moment)
    (smallest, largest) = (document.octets, document.octets)
  }

  mutating func add(_ document: SearchDocument) {
    (first, last) = (min(first, document.moment), max(last, document.moment))
    (smallest, largest) = (min(smallest, document.octets), max(largest, document.octets))
  }
}

extension ContentHash {
  /// The first 60 bits, which are 15 hexadecimal digits.
  var key: Int64 {
    withOctets { Int64(bitPattern: UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) >> 4) }
  }
}

private let insertDocument = "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

private let markTwins = "UPDATE documents SET traits = traits | 2 WHERE hash = ? AND message != ?"

private let widenBlock = """
  INSERT INTO blocks VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last),
    smallest = min(smallest, excluded.smallest), largest = max(largest, excluded.largest)
  """
