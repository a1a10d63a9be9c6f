import GRDB

/// Finds the thread of each message as it is added: by the message-ids that it names, as a last resort by its subject.
///
/// A thread's name is the number of one of its documents. What a message-id stands for is found again by its hash; two
/// that collide put strangers into one thread, and change nothing else.
struct Threads: ~Copyable {
  /// Message-ids of one message that are looked at; of more the last ones.
  private static let idLimit = 64
  /// How long after the last message of its thread an answer that names none may come, in seconds.
  private static let subjectSpan: Int64 = 60 * 86_400

  private let database: Database
  private var find: Prepared
  private var insert: Prepared
  private var joined: Prepared
  private var subjects: Prepared
  private var setSubject: Prepared

  init(_ database: Database) throws {
    let find = try Prepared("SELECT thread FROM thread_ids WHERE id = ?", in: database)
    let insert = try Prepared("INSERT OR IGNORE INTO thread_ids VALUES (?, ?)", in: database)
    let joined = try Prepared("SELECT into_thread FROM thread_joins WHERE thread = ?", in: database)
    let subjects = try Prepared("SELECT thread, moment FROM thread_subjects WHERE id = ?", in: database)
    let setSubject = try Prepared("INSERT OR REPLACE INTO thread_subjects VALUES (?, ?, ?)", in: database)
    self.database = database
    self.find = find
    self.insert = insert
    self.joined = joined
    self.subjects = subjects
    self.setSubject = setSubject
  }

  mutating func thread(of document: SearchDocument, id: Int64) throws -> Int64 {
    let names = document.ancestors.suffix(Self.idLimit) + (document.messageID.map { [$0] } ?? [])
    let ids = names.map { Self.key($0.utf8) }
    var known: [Int64] = []
    var unknown: [Int64] = []
    for id in ids {
      guard let thread = try thread(named: id) else {
        unknown.append(id)
        continue
      }
      if !known.contains(thread) { known.append(thread) }
    }
    let isAlone = document.ancestors.isEmpty
    if known.isEmpty, isAlone, document.isAnswer, let thread = try bySubject(document) { known = [thread] }
    let thread = try join(known) ?? id
    for id in unknown {
      try insert.bind(id)
      try insert.bind(thread)
      try insert.run()
    }
    if isAlone { try remember(document, thread) }
    return thread
  }

  private mutating func thread(named id: Int64) throws -> Int64? {
    try find.bind(id)
    let thread = try find.step() ? find.integer(0) : nil
    find.restart()
    return try thread.map { try root(of: $0) }
  }

  /// The thread that this one has become part of.
  private mutating func root(of thread: Int64) throws -> Int64 {
    var root = thread
    while true {
      try joined.bind(root)
      let next = try joined.step() ? joined.integer(0) : nil
      joined.restart()
      guard let next, next != root else { return root }
      root = next
    }
  }

  private mutating func bySubject(_ document: SearchDocument) throws -> Int64? {
    guard !document.threadSubject.isEmpty else { return nil }
    try subjects.bind(Self.key(document.threadSubject.utf8))
    defer { subjects.restart() }
    guard try subjects.step(), abs(document.moment - subjects.integer(1)) <= Self.subjectSpan else {
      return nil
    }
    return try root(of: subjects.integer(0))
  }

  private mutating func remember(_ document: SearchDocument, _ thread: Int64) throws {
    guard !document.threadSubject.isEmpty else { return }
    try setSubject.bind(Self.key(document.threadSubject.utf8))
    try setSubject.bind(thread)
    try setSubject.bind(document.moment)
    try setSubject.run()
  }

  /// Makes one of several threads, the largest of them; nil: there are none.
  private func join(_ threads: [Int64]) throws -> Int64? {
    guard threads.count > 1 else { return threads.first }
    var sizes: [(thread: Int64, size: Int64)] = []
    for thread in threads {
      var count = try Prepared("SELECT count(*) FROM documents WHERE thread = ?", in: database)
      try count.bind(thread)
      sizes.append((thread, try count.step() ? count.integer(0) : 0))
    }
    guard let largest = sizes.max(by: { $0.size < $1.size })?.thread else { return nil }
    for thread in threads where thread != largest {
      var move = try Prepared("UPDATE documents SET thread = ? WHERE thread = ?", in: database)
      try move.bind(largest)
      try move.bind(thread)
      try move.run()
      var note = try Prepared("INSERT OR REPLACE INTO thread_joins VALUES (?, ?)", in: database)
      try note.bind(thread)
      try note.bind(largest)
      try note.run()
    }
    return largest
  }

  static func key(_ text: some Sequence<UInt8>) -> Int64 {
    Int64(bitPattern: WordPairs.pair(WordPairs.hash(text), 0) >> 2)
  }
}
