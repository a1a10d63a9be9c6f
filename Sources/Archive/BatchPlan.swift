import MailIndex
import Maildir

/// What a message of a batch turned out to be.
enum Settled {
  /// New to the archive; its file has its name.
  case delivered(Delivered)
  /// The archive has it in this row.
  case known(Int64)
  /// It is, name and content, the message of the batch at this index: the server named it twice.
  case same(Int)

  var isDuplicate: Bool {
    switch self {
    case .delivered: false
    case .known, .same: true
    }
  }
}

/// Decides, message by message, what of a batch is to be delivered and under which name.
///
/// A name is taken once in an account for ever, wherever a reader has moved the file that has it.
struct BatchPlan {
  private let account: AccountArchive
  private let batch: [PendingMessage]
  /// What is to be delivered.
  private(set) var placements: [Placement] = []
  /// The indices in the batch of `placements`.
  private var indices: [Int] = []
  private var settled: [Settled?] = []
  /// Rows of the same content, where there are any, by index in the batch.
  private var twins: [Int: [MessageRow]] = [:]
  /// The messages of the batch by the names they get.
  private var taken: [MessageName: Int] = [:]

  init(_ batch: [PendingMessage], _ account: AccountArchive) {
    self.batch = batch
    self.account = account
    settled.reserveCapacity(batch.count)
    placements.reserveCapacity(batch.count)
    indices.reserveCapacity(batch.count)
    taken.reserveCapacity(batch.count)
  }

  /// Decides for every message of the batch.
  mutating func decide(_ claims: inout Claims) throws {
    let arrivals = batch.map {
      Arrival(contentHash: $0.contentHash, headerHash: $0.headerHash.column, tag: $0.tag.bytes)
    }
    while settled.count < batch.count {
      let known = try account.archive.index.acquaintances(account.id, of: arrivals[settled.count...])
      for acquaintance in known { try add(batch[settled.count], acquaintance, &claims) }
    }
  }

  private mutating func add(
    _ message: PendingMessage, _ known: Acquaintance, _ claims: inout Claims
  ) throws {
    let index = settled.count
    settled.append(nil)
    if !known.twins.isEmpty { twins[index] = known.twins }
    for row in known.twins where row.state == .stored && !claims.isClaimed(row.id) {
      if try claims.areOfPart && isOnServer(row) { continue }
      // Octets that are here already are bound to, but only where they really are.
      guard try account.isIntact(row.message.base, in: row.message.folder, row.message.contentHash) else {
        continue
      }
      claims.claim(row.id)
      settled[index] = .known(row.id)
      return
    }
    try place(message, at: index, known.namesakes)
  }

  /// True where a copy of the message has not left the server as far as is known.
  private func isOnServer(_ row: MessageRow) throws -> Bool {
    try account.archive.index.copies(ofMessage: row.id).contains { $0.state != .gone }
  }

  private mutating func place(_ message: PendingMessage, at index: Int, _ namesakes: [CopyRow]) throws {
    var name = message.written.name(message.tag)
    while true {
      if let other = taken[name] {
        if batch[other].contentHash == message.contentHash { return settled[index] = .same(other) }
      } else if let copy = namesakes.isEmpty ? nil : namesakes.first(where: { $0.base == name.text }) {
        let isSame = copy.contentHash == message.contentHash && copy.messageState == .stored
        if isSame, try account.isIntact(copy.base, in: copy.folder, copy.contentHash) {
          return settled[index] = .known(copy.message)
        }
      } else if twins[index]?.contains(where: { $0.message.base == name.text }) == true {
        // A row has the name, and its file is damaged or not there: two rows never have one.
      } else {
        break
      }
      name = name.next
    }
    taken[name] = index
    let placement = Placement(
      message.written, as: name, in: message.folder ?? account.options.folder(of: message.written.arrival),
      flags: message.flags ?? (account.options.markRead ? "S" : nil))
    placements.append(placement)
    indices.append(index)
  }

  /// Delivers what is to be delivered, durably.
  mutating func deliver(into maildir: Maildir) throws(FileFailure) {
    for (index, file) in zip(indices, try maildir.deliver(placements)) {
      settled[index] = .delivered(file)
      // What was there under this name is known under another unique-id, or was left by a run that was cut
      // off.
      if file.wasThere, let row = twins[index]?.first(where: { $0.message.base == file.name.text }) {
        settled[index] = .known(row.id)
      }
    }
  }

  /// What became of each message, in the order of the batch.
  var inOrder: [Settled] { settled.compactMap(\.self) }
}

extension AccountOptions {
  /// The Maildir++ folder of a message that arrived then, by the calendar of UTC.
  fileprivate func folder(of arrival: Int64) -> String {
    let date = CivilDate(arrival)
    let (year, month) = (date.year, date.month)
    switch partition {
    case .none: return "."
    case .year: return ".\(year)"
    case .month: return ".\(year).\(month < 10 ? "0" : "")\(month)"
    }
  }
}
