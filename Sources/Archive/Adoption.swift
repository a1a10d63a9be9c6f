// A run that was cut off between naming its files and recording them leaves whole messages that no row knows.
// Their names tell which they are: they are recorded now, by tag alone, and the next listing finds them known
// instead of fetching them again. A file whose sizes are not those of its name is not whole, and is left for
// `verify` to tell; its message is fetched again while the server has it.

import InternetMessage
import MailIndex
import Maildir
import SystemPackage

extension AccountArchive {
  /// Records every whole message file of popkeep that no row knows.
  func adopt(now: Int64) throws {
    var rebuild = FileRecording(account: self, now: now)
    try maildir.forEachFile { file in
      guard file.name != nil, try knownMessage(of: file) == nil else { return }
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
  /// Messages that came from no server.
  private var imported: [MessageRecord] = []
  private var bases: Set<String> = []
  /// All that was there when the first file was read is on the disk.
  private var isFlushed = false
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
    if account.maildir.traits.flushesAtOnce { try flushOnce() }
    guard let (file, reading) = try read(file) else { return }
    guard reading.agrees(with: name) else { return damaged += 1 }
    let record = MessageRecord(
      folder: file.folder, base: file.base, size: name.size, wireOctets: reading.wireOctets,
      storedAsLF: name.wireSize != nil, contentHash: reading.contentHash,
      headerHash: reading.headerHash.column, arrived: name.arrival,
      storedAt: reading.status.storedAt(arrived: name.arrival, now: now),
      envelope: EnvelopeRecord(bounded: Envelope(header: reading.header)))
    if !isFlushed { try flush(file) }
    if name.tag == UniqueIDTag.tag(ofImported: reading.contentHash) {
      imported.append(record)
    } else {
      batch.append(Recording(.new(record), tag: name.tag.bytes, uid: nil, listedOctets: nil))
    }
    if batch.count + imported.count >= Self.batchSize { try flush() }
  }

  mutating func flush() throws {
    if !batch.isEmpty { count += try account.archive.index.record(batch, for: account.id, now: now).count }
    count += try account.archive.index.record(imported: imported, for: account.id).count
    batch.removeAll(keepingCapacity: true)
    imported.removeAll(keepingCapacity: true)
    bases.removeAll(keepingCapacity: true)
  }

  /// A name may be seen and yet not be on the disk: nothing is relied on that a power cut could take back.
  private mutating func flushOnce() throws {
    guard !isFlushed else { return }
    try account.maildir.flush()
    isFlushed = true
  }

  /// The same for one file, wherever a reader has just moved it.
  private func flush(_ file: StoredFile) throws {
    do throws(FileFailure) { try account.maildir.flush(file) } catch
      where error.errno == .noSuchFileOrDirectory
    {
      if let moved = try account.locate(file.base, in: file.folder) { try account.maildir.flush(moved) }
    }
  }

  private func read(_ file: StoredFile) throws -> (StoredFile, FileReading)? {
    if let reading = try FileReading(file, in: account.maildir, keepingHeader: true) {
      return (file, reading)
    }
    guard let moved = try account.locate(file.base, in: file.folder) else { return nil }
    return try FileReading(moved, in: account.maildir, keepingHeader: true).map { (moved, $0) }
  }
}

extension FileStatus {
  /// When a delivered file was safe here, as far as it can be told.
  ///
  /// Flags may have changed since, never before: this counts an age too short, not too long. Some file systems (FAT,
  /// exFAT) know no time of change but that of the content, which is the message's arrival, in steps of two seconds:
  /// where the two agree the age begins now.
  fileprivate func storedAt(arrived: Int64, now: Int64) -> Int64 {
    changed <= arrived + 1 ? now : min(changed, now)
  }
}
