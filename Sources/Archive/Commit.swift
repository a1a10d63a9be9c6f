// A batch becomes durable in an order that is a promise: data, names, directories (Maildir), then one
// transaction of the index. Nothing before the transaction's end makes an ArchivedMessage.
//
// Before the first file of a run gets its name, the index says durably that this account is being delivered
// to. Whatever stops the run, the files that it named are found by that, and adopted.

import MailIndex
import Maildir
import SystemPackage

/// What became of a message of a batch.
package struct Committed: Sendable {
  package let archived: ArchivedMessage
  /// The archive had it already, octet for octet: it was bound, not stored again.
  package let isDuplicate: Bool
}

extension AccountArchive {
  /// Starts a message of the unique-id `uid` (empty: the server has none).
  package func begin(uid: [UInt8], listedOctets: Int64?, now: Int64) throws -> Intake {
    do throws(FileFailure) {
      return Intake(
        try maildir.begin(), from: .server(uid: uid, listedOctets: listedOctets, now: now),
        path: archive.root.string)
    } catch {
      throw ArchiveFailure(.file(error), archive.root.string)
    }
  }

  /// Starts a message that comes back from a copy elsewhere.
  package func begin(_ copy: CopiedMessage) throws -> Intake {
    do throws(FileFailure) {
      return Intake(try maildir.begin(), from: .copy(copy), path: archive.root.string)
    } catch {
      throw ArchiveFailure(.file(error), archive.root.string)
    }
  }

  /// Starts a message that is imported.
  package func begin(_ message: ImportedMessage) throws -> Intake {
    do throws(FileFailure) {
      return Intake(try maildir.begin(), from: .elsewhere(message), path: archive.root.string)
    } catch {
      throw ArchiveFailure(.file(error), archive.root.string)
    }
  }

  /// Makes imported messages durable and records them: each content once in the account, whatever its name or time.
  ///
  /// No copy on a server is recorded, so that nothing may be deleted there for it. Where the server has the same message it is
  /// fetched, and its content binds it to this file.
  /// - Returns: for each of `batch`, whether it was new.
  package func take(_ batch: [PendingMessage], now: Int64) throws -> [Bool] {
    var contents: Set<ContentHash> = []
    let isFirst = batch.map { contents.insert($0.contentHash).inserted }
    let firsts = zip(batch, isFirst).filter(\.1).map(\.0)
    let settled = try settleImported(firsts, now: now)
    var next = settled.makeIterator()
    return isFirst.map { $0 ? next.next() ?? false : false }
  }

  private func settleImported(_ batch: [PendingMessage], now: Int64) throws -> [Bool] {
    guard !batch.isEmpty else { return [] }
    return try explaining {
      try delivery.recover { try adopt(now: now) }
      do {
        var claims = Claims()
        let settled = try settle(batch, &claims)
        var records: [MessageRecord] = []
        for (message, settled) in zip(batch, settled) {
          if case .delivered(let file) = settled { records.append(message.record(file, storedAt: now)) }
        }
        try archive.index.record(imported: records, for: id)
        return settled.map { !$0.isDuplicate }
      } catch {
        delivery.fail()
        throw error
      }
    }
  }

  /// Makes a batch durable and records it; returns what became of each message, in order.
  ///
  /// Content decides what is a duplicate, and only content: a message whose octets this account has already,
  /// in a file that no message of the current listing claims, is bound to that file.
  ///
  /// - Parameter claims: messages that the current listing was recognised as; those of the batch are added.
  package func commit(
    _ batch: [PendingMessage], claims: inout Claims, now: Int64
  ) throws -> [Committed] {
    guard !batch.isEmpty else { return [] }
    return try explaining {
      try delivery.recover { try adopt(now: now) }
      do {
        return try record(try settle(batch, &claims), of: batch, &claims, now: now)
      } catch {
        delivery.fail()
        throw error
      }
    }
  }

  /// Finds out what each message of the batch is, and delivers those that are new.
  private func settle(_ batch: [PendingMessage], _ claims: inout Claims) throws -> [Settled] {
    var plan = BatchPlan(batch, self)
    try plan.decide(&claims)
    guard !plan.placements.isEmpty else { return plan.inOrder }
    try delivery.begin { try archive.index.setDelivering(id, true) }
    try plan.deliver(into: maildir)
    return plan.inOrder
  }

  private func record(
    _ settled: [Settled], of batch: [PendingMessage], _ claims: inout Claims, now: Int64
  ) throws -> [Committed] {
    var recordings: [Recording] = []
    var again: [(index: Int, original: Int)] = []
    for (index, message) in batch.enumerated() {
      switch settled[index] {
      case .delivered(let file):
        recordings.append(message.recording(.new(message.record(file, storedAt: now))))
      case .known(let row): recordings.append(message.recording(.existing(row)))
      case .same(let original): again.append((index, original))
      }
    }
    var rows = try archive.index.record(recordings, for: id, now: now)
    // The same message again within the batch: the row that it is a copy of is known only now.
    for (index, original) in again { rows.insert(rows[original], at: index) }
    let copies = again.map { batch[$0.index].recording(.existing(rows[$0.index].message)) }
    for (row, (index, _)) in zip(try archive.index.record(copies, for: id, now: now), again) {
      rows[index] = row
    }
    return try zip(settled, rows).map { settled, row in
      guard let archived = ArchivedMessage(row) else {
        throw IndexFailure(
          .unexpected, path: archive.root.string, detail: "a message was recorded as not stored")
      }
      claims.claim(row.message)
      return Committed(archived: archived, isDuplicate: settled.isDuplicate)
    }
  }
}

extension PendingMessage {
  fileprivate func recording(_ message: Recording.Message) -> Recording {
    Recording(message, tag: tag.bytes, uid: uid, listedOctets: listedOctets)
  }

  fileprivate func record(_ delivered: Delivered, storedAt: Int64) -> MessageRecord {
    MessageRecord(
      folder: delivered.file.folder, base: delivered.file.base, size: written.size, wireOctets: wireOctets,
      storedAsLF: written.wireSize != nil, contentHash: contentHash, headerHash: headerHash.column,
      arrived: written.arrival, storedAt: self.storedAt ?? storedAt, envelope: envelope)
  }
}
