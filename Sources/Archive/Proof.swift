package import MailIndex
import Maildir

/// What the files themselves say of archived messages.
extension AccountArchive {
  /// Looks at the file once more: there, and of the right size; with `hashing`, of the right content.
  package func look(at message: ArchivedMessage, hashing: Bool) throws -> Bool {
    try explaining { try isIntact(message.base, in: message.folder, hashing ? message.contentHash : nil) }
  }

  /// True where the file of a message is there and has the size that its name tells.
  package func holds(_ message: MessageToCopy) throws -> Bool {
    try explaining { try isIntact(message.base, in: message.folder, nil) }
  }

  /// True where the file is there, has the size that its name tells, and has this content, if one is given.
  func isIntact(_ base: String, in folder: String, _ content: ContentHash?) throws -> Bool {
    guard let file = try locate(base, in: folder), let name = file.name,
      try maildir.status(of: file)?.size == name.size
    else { return false }
    guard let content else { return true }
    return try FileReading(file, in: maildir, keepingHeader: false)?.contentHash == content
  }

  /// The row of the message that this file holds; nil where no row has it.
  ///
  /// The tag in the name finds the row, unless the server has renumbered the message since: then its content
  /// does.
  func knownMessage(of file: StoredFile) throws -> Int64? {
    if let copy = try knownCopy(of: file) { return copy.message }
    if let row = try namedMessage(of: file) { return row }
    guard file.name != nil, let reading = try FileReading(file, in: maildir, keepingHeader: false) else {
      return nil
    }
    return try knownMessage(of: file, reading)
  }

  /// The row that has the name of this file: an imported message has no copy by whose tag it could be found.
  func namedMessage(of file: StoredFile) throws -> Int64? {
    guard let name = file.name else { return nil }
    return try archive.index.fileRows(id, [(name.arrival, file.base)]).first.flatMap(\.self)?.id
  }

  /// A copy whose message is in this file and has been since it was delivered for that copy's unique-id.
  func knownCopy(of file: StoredFile) throws -> CopyRow? {
    guard let tag = file.name?.tag else { return nil }
    return try archive.index.copies(id, tag: tag.bytes).first { $0.base == file.base }
  }

  /// The row of the message that has this file's name and what was read from it.
  func knownMessage(of file: StoredFile, _ reading: FileReading) throws -> Int64? {
    try archive.index.messages(
      id, contentHash: reading.contentHash, headerHash: reading.headerHash.column
    )
    .first { $0.message.base == file.base }?.id
  }
}
