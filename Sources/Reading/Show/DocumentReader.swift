package import Archive
package import MailIndex

/// Makes documents of messages; their files are opened for what the index does not keep.
package struct DocumentReader: ~Copyable {
  private var opener: MessageOpener

  package init(_ archive: Archive) throws { opener = try MessageOpener(archive) }

  /// Hands out a document for each message, in their order, until `body` says false; then it is false too.
  package mutating func forEach(
    _ rows: [MessageRow], _ search: inout MessageSearch, _ body: (MessageDocument) throws -> Bool
  ) throws -> Bool {
    let threads = try search.threads(of: rows)
    let length = try search.idLength(rows.map(\.message.contentHash) + threads.values)
    for row in rows {
      let document = try document(row, thread: threads[row.id], idLength: length, withContent: false)
      guard try body(document) else { return false }
    }
    return true
  }

  /// The document of one message, with its content.
  package mutating func whole(_ found: FoundMessage, _ search: inout MessageSearch) throws -> MessageDocument
  {
    let length = try search.idLength([found.row.message.contentHash, found.thread])
    return try document(found.row, thread: found.thread, idLength: length, withContent: true)
  }

  private mutating func document(
    _ row: MessageRow, thread: ContentHash?, idLength: Int, withContent: Bool
  ) throws -> MessageDocument {
    let account = opener.accounts[row.account] ?? ""
    guard let file = try opener.open(row) else {
      var document = MessageDocument(row, account: account, thread: thread, idLength: idLength, nil)
      if withContent { document.content = MessageContent() }
      return document
    }
    var document = MessageDocument(
      row, account: account, thread: thread, idLength: idLength, try MessageFileFacts(file))
    if withContent { document.content = try MessageContent(file) }
    return document
  }
}
