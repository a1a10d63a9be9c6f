import MailIndex

/// What one sync of one account did. One value: printed as text, as JSON, and kept as a status row.
package struct AccountReport: Sendable {
  package struct SetAside: Sendable, Equatable {
    package let uid: String
    package let reason: String
  }

  package let name: String
  /// Messages that the server listed.
  package var listed = 0
  /// Of those, messages that were archived before.
  package var known = 0
  /// Messages fetched and made durable.
  package var fetched = 0
  /// Octets fetched, as they came over the wire.
  package var bytes: Int64 = 0
  /// Messages fetched that turned out to be archived already: bound, not stored again.
  package var duplicates = 0
  /// Messages that could not be fetched, and why.
  package var setAside: [SetAside] = []
  /// Messages that left the server.
  package var deleted = 0
  /// Messages that stay on the server only because there are too few copies of them.
  package var waitingForCopies = 0
  /// In a dry run: messages that the plan would fetch, and the octets listed for them.
  package var wouldFetch: [SetAside] = []
  /// How many there are: of very many, `wouldFetch` names the first ones.
  package var wouldFetchCount = 0
  package var wouldFetchBytes: Int64 = 0
  /// In a dry run: messages that the policy would delete, and why.
  package var wouldDelete: [SetAside] = []
  package var seconds = 0.0
  /// The first messages that were stored, as rows of the index; they stay in this process.
  package var stored: [Int64] = []
  static let mostStored = 20
  /// What a person may want to know and need not act on.
  package var warnings: [String] = []
  package var error: Problem?

  package init(name: String) { self.name = name }

  /// The problem that the exit code speaks of: the error, or messages set aside.
  package var problem: Problem? {
    if let error { return error }
    guard !setAside.isEmpty else { return nil }
    return Problem(
      .tryAgain, "\(setAside.count) of the messages could not be fetched.",
      hint: "They stay on the server and are tried again later.", temporary: true)
  }

  /// Notes that a message could not be fetched; later sessions of a run say it again.
  package mutating func noteSetAside(uid: String, reason: String) {
    if !setAside.contains(where: { $0.uid == uid }) { setAside.append(SetAside(uid: uid, reason: reason)) }
  }

  /// Notes what a person may want to know; false where it was said before.
  @discardableResult
  package mutating func warn(_ sentence: String) -> Bool {
    guard warnings.count < 100, !warnings.contains(sentence) else { return false }
    warnings.append(sentence)
    return true
  }
}

extension AccountReport: Encodable {
  private enum Keys: String, CodingKey {
    case name, listed, known, fetched, bytes, duplicates, setAside, deleted, waitingForCopies
    case wouldFetch, wouldFetchCount
    case wouldFetchBytes, wouldDelete
    case seconds, warnings, error
  }

  private enum EntryKeys: String, CodingKey { case uid, reason }
  private enum ErrorKeys: String, CodingKey {
    case kind = "class"
    case message, hint, temporary
  }

  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(name, forKey: .name)
    try object.encode(listed, forKey: .listed)
    try object.encode(known, forKey: .known)
    try object.encode(fetched, forKey: .fetched)
    try object.encode(bytes, forKey: .bytes)
    try object.encode(duplicates, forKey: .duplicates)
    try encode(setAside, in: &object, forKey: .setAside)
    try object.encode(deleted, forKey: .deleted)
    try object.encode(waitingForCopies, forKey: .waitingForCopies)
    try encode(wouldFetch, in: &object, forKey: .wouldFetch)
    try object.encode(wouldFetchCount, forKey: .wouldFetchCount)
    try object.encode(wouldFetchBytes, forKey: .wouldFetchBytes)
    try encode(wouldDelete, in: &object, forKey: .wouldDelete)
    try object.encode(seconds, forKey: .seconds)
    try object.encode(warnings, forKey: .warnings)
    guard let error else { return try object.encodeNil(forKey: .error) }
    var problem = object.nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
    try problem.encode(error.kind.rawValue, forKey: .kind)
    try problem.encode(error.message, forKey: .message)
    try problem.encode(error.hint, forKey: .hint)
    try problem.encode(error.isTemporary, forKey: .temporary)
  }

  private func encode(
    _ entries: [SetAside], in object: inout KeyedEncodingContainer<Keys>, forKey key: Keys
  ) throws {
    var list = object.nestedUnkeyedContainer(forKey: key)
    for entry in entries {
      var item = list.nestedContainer(keyedBy: EntryKeys.self)
      try item.encode(entry.uid, forKey: .uid)
      try item.encode(entry.reason, forKey: .reason)
    }
  }
}

extension AccountReport: Decodable {
  /// Reads what `encode` writes: a report that another process of this version made.
  package init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Keys.self)
    self.init(name: try object.decode(String.self, forKey: .name))
    listed = try object.decode(Int.self, forKey: .listed)
    known = try object.decode(Int.self, forKey: .known)
    fetched = try object.decode(Int.self, forKey: .fetched)
    bytes = try object.decode(Int64.self, forKey: .bytes)
    duplicates = try object.decode(Int.self, forKey: .duplicates)
    setAside = try Self.entries(in: object, .setAside)
    deleted = try object.decode(Int.self, forKey: .deleted)
    waitingForCopies = try object.decode(Int.self, forKey: .waitingForCopies)
    wouldFetch = try Self.entries(in: object, .wouldFetch)
    wouldFetchCount = try object.decode(Int.self, forKey: .wouldFetchCount)
    wouldFetchBytes = try object.decode(Int64.self, forKey: .wouldFetchBytes)
    wouldDelete = try Self.entries(in: object, .wouldDelete)
    seconds = try object.decode(Double.self, forKey: .seconds)
    warnings = try object.decode([String].self, forKey: .warnings)
    guard try !object.decodeNil(forKey: .error) else { return }
    let problem = try object.nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
    error = Problem(
      Problem.Class(rawValue: try problem.decode(String.self, forKey: .kind)) ?? .bug,
      try problem.decode(String.self, forKey: .message), hint: try problem.decode(String.self, forKey: .hint),
      temporary: try problem.decode(Bool.self, forKey: .temporary))
  }

  private static func entries(
    in object: KeyedDecodingContainer<Keys>, _ key: Keys
  ) throws -> [SetAside] {
    var list = try object.nestedUnkeyedContainer(forKey: key)
    var entries: [SetAside] = []
    while !list.isAtEnd {
      let item = try list.nestedContainer(keyedBy: EntryKeys.self)
      entries.append(
        SetAside(
          uid: try item.decode(String.self, forKey: .uid),
          reason: try item.decode(String.self, forKey: .reason)))
    }
    return entries
  }
}

extension AccountReport {
  /// The report as the index keeps it.
  func row(startedAt: Int64, endedAt: Int64) -> RunRow {
    var row = RunRow(startedAt: startedAt, endedAt: endedAt)
    row.listed = listed
    row.known = known
    row.fetched = fetched
    row.octets = bytes
    row.duplicates = duplicates
    row.setAside = setAside.count
    row.deleted = deleted
    row.failure = error.map {
      RunRow.Failure(kind: $0.kind.rawValue, message: $0.description, isTemporary: $0.isTemporary)
    }
    return row
  }
}
