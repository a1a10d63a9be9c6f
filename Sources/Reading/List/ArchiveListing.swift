package import Archive
import InternetMessage
import MailIndex

/// The messages of an archive, those that arrived last first, as far as they are wanted.
package struct ArchiveListing {
  private let archive: Archive
  private let account: String?
  private let arrived: Range<Int64>?
  private let sender: SearchQuery?
  private let limit: Int?

  private static let batch = 100

  /// - Parameters:
  ///   - account: only this account's messages.
  ///   - month: only those that arrived in it, as in `2026-11`.
  ///   - sender: only those from somebody of whose name or address these are words.
  ///   - limit: at most so many; nil for all.
  /// - Throws: `QueryFault` where month or sender cannot be read.
  package init(
    _ archive: Archive, account: String? = nil, month: String? = nil, sender: String? = nil,
    limit: Int? = nil,
    zone: LocalZone = .system
  ) throws {
    self.archive = archive
    self.account = account
    self.limit = limit
    arrived = try month.map { try Self.month($0, zone) }
    self.sender = try sender.map(Self.sender)
  }

  /// Hands out the messages for programs, until `body` says false.
  package func forEachDocument(_ body: (MessageDocument) throws -> Bool) throws {
    var documents = try DocumentReader(archive)
    try forEachBatch { rows, _, search in try documents.forEach(rows, &search, body) }
  }

  /// Hands out a line a message, until `body` says false.
  ///
  /// - Parameter width: columns to stay within; nil where lines may be of any length.
  package func forEachLine(width: Int?, _ body: (MarkedText) throws -> Bool) throws {
    let shown = account == nil
    try forEachBatch { rows, names, search in
      let entries = rows.map { MessageListing.Entry($0, account: names[$0.account] ?? "") }
      let listing = MessageListing(
        entries, idLength: try search.idLength(rows.map(\.message.contentHash)),
        accounts: shown ? Array(names.values) : [])
      for line in listing.lines(width: width) { guard try body(line) else { return false } }
      return true
    }
  }

  private func forEachBatch(
    _ body: ([MessageRow], [AccountID: String], inout MessageSearch) throws -> Bool
  ) throws {
    let accounts = try archive.asking { try $0.accounts() }
    let names = Dictionary(accounts.map { ($0.id, $0.name) }) { first, _ in first }
    var search = try MessageSearch(archive)
    var batch: [MessageRow] = []
    var left = limit ?? .max
    func take(_ row: MessageRow) throws -> Bool {
      batch.append(row)
      left -= 1
      guard batch.count == Self.batch || left == 0 else { return true }
      let goesOn = try body(batch, names, &search)
      batch.removeAll(keepingCapacity: true)
      return goesOn && left > 0
    }
    if let sender {
      try forEachFrom(sender, take)
    } else {
      let only = accounts.first { $0.name == account }?.id
      if account != nil, only == nil { return }
      try archive.asking { try $0.forEachMessage(only, arrived: arrived, limit: limit, take) }
    }
    if !batch.isEmpty { _ = try body(batch, names, &search) }
  }

  private func forEachFrom(_ sender: SearchQuery, _ body: (MessageRow) throws -> Bool) throws {
    var search = try MessageSearch(archive)
    let query = account.map { SearchQuery.all([sender, .account($0)]) } ?? sender
    // Not by the query: it goes by when messages were sent, a listing by when they arrived.
    let arrived = arrived
    try search.find(query, copies: true) { found in
      guard arrived?.contains(found.row.message.arrived) ?? true else { return true }
      return try body(found.row)
    }
  }

  private static func month(_ text: String, _ zone: LocalZone) throws(QueryFault) -> Range<Int64> {
    let form = text.utf8.count == 7 || text.utf8.count == 4
    guard form, let date = QueryDate(text, now: 0, in: zone), !date.isMoment else {
      throw QueryFault("A month is written as in 2026-11, a year as in 2026.", in: text, at: 0..<text.count)
    }
    return date.start..<date.end
  }

  private static func sender(_ text: String) throws(QueryFault) -> SearchQuery {
    let words = SearchWords.words(of: text)
    guard !words.isEmpty else {
      throw QueryFault("There is no letter and no digit in this to look for.", in: text, at: 0..<text.count)
    }
    return .words(WordMatch(.from, words))
  }
}
