// A run that was cut off between naming its files and recording them leaves whole messages that no row knows.
// Their names tell which they are: they are recorded now, by tag alone, and the next listing finds them known
// instead of fetching them again. A file whose sizes are not those of its name is not whole, and is left for
// `verify` to tell; its message is fetched again while the server has it.

import InternetMessage
import MailIndex
import Maildir

extension AccountArchive {
  /// Records every whole message file of popkeep that no row knows.
  func adopt(now: Int64) throws {
    var rebuild = FileRecording(account: self, now: now)
    // A name may be seen and yet not be on the disk: nothing is relied on that a power cut could take back.
    var isFlushed = false
    try maildir.forEachFile { file in
      guard file.name != nil, try knownMessage(of: file) == nil else { return }
      if !isFlushed { try maildir.flush() }
      isFlushed = true
      try rebuild.add(file)
    }
    try rebuild.flush()
  }
}

/// Makes rows of message files, some hundreds in a transaction.
struct FileRecording {
  private static let batchSize = 256

  private let account: AccountArchive
  private let now: Int64
  private var batch: [Recording] = []
  private var bases: Set<String> = []
  /// Messages recorded.
  private(set) var count = 0
  /// Files of popkeep's naming that are not what their names tell.
  private(set) var damaged = 0

  init(account: AccountArchive, now: Int64) {
    self.account = account
    self.now = now
  }

  /// Records the message in `file`, which no row has. A file that has just been moved is found where it is.
  mutating func add(_ file: StoredFile) throws {
    guard let name = file.name, bases.insert(file.base).inserted else { return }
    guard let reading = try read(file) else { return }
    guard reading.agrees(with: name) else { return damaged += 1 }
    let record = MessageRecord(
      folder: file.folder, base: file.base, size: name.size, wireOctets: reading.wireOctets,
      storedAsLF: name.wireSize != nil, contentHash: reading.contentHash,
      headerHash: reading.headerHash.column, arrived: name.arrival,
      // Flags may have changed since, never before: this counts an age too short, not too long.
      storedAt: min(reading.status.changed, now),
      envelope: EnvelopeRecord(bounded: Envelope(header: reading.header)))
    batch.append(Recording(.new(record), tag: name.tag.bytes, uid: nil, listedOctets: nil))
    if batch.count >= Self.batchSize { try flush() }
  }

  mutating func flush() throws {
    guard !batch.isEmpty else { return }
    count += try account.archive.index.record(batch, for: account.id, now: now).count
    batch.removeAll(keepingCapacity: true)
    bases.removeAll(keepingCapacity: true)
  }

  private func read(_ file: StoredFile) throws -> FileReading? {
    if let reading = try FileReading(file, in: account.maildir, keepingHeader: true) { return reading }
    guard let moved = try account.locate(file.base, in: file.folder) else { return nil }
    return try FileReading(moved, in: account.maildir, keepingHeader: true)
  }
}
