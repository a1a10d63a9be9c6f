import InternetMessage
import MailIndex
import Maildir

/// One reading of messages for search, in batches that are each written whole.
struct SearchPass: ~Copyable {
  private let archive: Archive
  private let search: SearchIndex
  private var opener: MessageOpener
  private var batch: [SearchDocument] = []
  private var octets = 0
  private var unreadable = 0

  /// A batch ends at so many messages, or octets of words.
  private let batchMessages: Int
  private let batchOctets: Int

  init(_ archive: Archive, _ search: SearchIndex, batch: Int, memory: Int) throws {
    let opener = try MessageOpener(archive)
    self.archive = archive
    self.search = search
    batchMessages = batch
    batchOctets = memory / 4
    self.opener = opener
  }

  mutating func read(upTo last: Int64, _ goesOn: (Int) -> Bool) throws -> SearchReading {
    var reading = SearchReading()
    let first = try search.readUpTo() + 1
    guard first <= last else { return reading }
    let isFirst = first == 1
    try archive.index.forEachMessageToRead(first...last) { page in
      for id in try search.unread(page) {
        guard let row = try archive.index.message(id) else { continue }
        try add(row)
        reading.messages += 1
        if batch.count < batchMessages, octets < batchOctets { continue }
        try flush(readUpTo: nil)
        if !goesOn(reading.messages) {
          reading.wasStopped = true
          return false
        }
      }
      return true
    }
    reading.unreadable = unreadable
    if !reading.wasStopped { try flush(readUpTo: last) }
    if isFirst, reading.messages > batchMessages { try search.settle() }
    return reading
  }

  private mutating func add(_ row: MessageRow) throws {
    let document = try document(of: row)
    octets += document.words.octets.count
    batch.append(document)
  }

  private mutating func flush(readUpTo: Int64?) throws {
    try search.add(batch, readUpTo: readUpTo)
    batch.removeAll(keepingCapacity: true)
    octets = 0
  }

  private mutating func document(of row: MessageRow) throws -> SearchDocument {
    let words: MessageWords
    do { words = try opener.words(of: row) } catch is ArchiveFailure {
      // It is found by its row, and those behind it are read all the same.
      words = MessageWords(row.message.envelope)
      unreadable += 1
    }
    let envelope = words.envelope
    let record = row.message
    let subject = ThreadSubject(envelope.subject ?? "")
    return SearchDocument(
      message: row.id, account: row.account,
      moment: min(record.envelope.date ?? record.arrived, record.arrived),
      octets: row.message.wireOctets, contentHash: row.message.contentHash,
      hasAttachment: words.hasAttachment,
      attachmentNames: words.attachmentNames, messageID: envelope.messageID,
      ancestors: envelope.references + envelope.inReplyTo, threadSubject: subject.text,
      isAnswer: subject.isAnswer, words: words.terms)
  }
}
