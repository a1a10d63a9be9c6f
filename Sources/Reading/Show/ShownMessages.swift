package import Archive
import InternetMessage
import MailIndex

/// Messages that are shown, in one of the forms of `show`.
package struct ShownMessages: ~Copyable {
  private let archive: Archive
  private let found: [FoundMessage]
  private var search: MessageSearch
  private var opener: MessageOpener

  /// - Parameter names: what a person calls them by.
  /// - Throws: `NamingFault` where there is no message of that name, or several.
  package init(_ archive: Archive, _ names: [String]) throws {
    var search = try MessageSearch(archive)
    let found = try names.map { try search.message($0, in: archive) }
    let opener = try MessageOpener(archive)
    self.archive = archive
    self.found = found
    self.search = search
    self.opener = opener
  }

  /// Hands out a document of each.
  package mutating func forEachDocument(_ body: (MessageDocument) throws -> Void) throws {
    var reader = try DocumentReader(archive)
    for message in found { try body(try reader.whole(message, &search)) }
  }

  /// Hands out the lines of each as people read them, harmless for a terminal; with `headers` every field of the header.
  ///
  /// - Parameter width: columns to stay within where words let it; nil where lines may be of any length.
  package mutating func forEachSheet(width: Int?, headers: Bool, _ body: ([String]) throws -> Void) throws {
    try forEachOpened { message, opened in
      try body(
        headers
          ? try MessageSheet.headerLines(of: opened)
          : try MessageSheet.lines(of: opened, arrived: message.row.message.arrived, width: width))
    }
  }

  /// Hands out the octets of each as the server sent them.
  ///
  /// - Throws: `ShowFault` behind the last octet of one that is not what was fetched.
  package func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
    for message in found {
      var reader = try MessageReader(archive, account: message.account)
      switch try reader.read(message.row.message, { bytes in try body(bytes.withUnsafeBytes { Array($0) }) })
      {
      case .intact: break
      case .missing: throw Self.gone(message)
      case .damaged: throw ShowFault.damaged
      }
    }
  }

  /// Hands out the decoded content of the part of this number.
  ///
  /// - Parameter isTextOnly: of a part that is no text, what it is is handed to `other` in place of its content.
  package mutating func forEachPiece(
    ofPart number: String, isTextOnly: Bool, other: (String) throws -> Void, _ body: ([UInt8]) throws -> Void
  ) throws {
    try forEachOpened { _, opened in
      let parts = opened.structure.contents
      guard let part = parts.first(where: { $0.path == number }) else {
        throw ShowFault.noPart(number, parts.map(\.path))
      }
      if isTextOnly, part.type.type != "text" { return try other(TerminalText.line(part.type.name)) }
      try opened.forEachPiece(of: part, body)
    }
  }

  /// Writes what is attached to each into a folder.
  package mutating func writeAttachments(into folder: AttachmentFolder) throws -> [AttachmentFolder.Written] {
    var written: [AttachmentFolder.Written] = []
    var folder = folder
    try forEachOpened { _, opened in written += try folder.add(opened) }
    return written
  }

  private mutating func forEachOpened(
    _ body: (FoundMessage, borrowing OpenedMessage) throws -> Void
  ) throws {
    for message in found {
      guard let opened = try opener.open(message.row) else { throw Self.gone(message) }
      try body(message, opened)
      try expectIntact(message)
    }
  }

  /// What was shown is worth as much as the file: a message that is not what was fetched is told of behind it.
  private func expectIntact(_ message: FoundMessage) throws {
    var reader = try MessageReader(archive, account: message.account)
    switch try reader.read(message.row.message, { _ in }) {
    case .intact: return
    case .missing: throw Self.gone(message)
    case .damaged: throw ShowFault.damaged
    }
  }

  private static func gone(_ message: FoundMessage) -> ShowFault {
    .gone(String(message.row.message.contentHash.hex.prefix(10)))
  }
}
